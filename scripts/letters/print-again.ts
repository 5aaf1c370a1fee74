/** What to do with a packet of which letters were taken back after it was printed: no paper says which. */
export function printAgain(id: string): string {
  return `Print it again and destroy the old print: npm run letters -- packet print ${id} --to FILE.pdf`;
}
