/** A description for machines (JSON-LD). `<` is escaped, so that no text can end the element. */
export function LinkedData({ data }: { data: Record<string, unknown> }) {
  const json = JSON.stringify({ "@context": "https://schema.org", ...data }).replaceAll("<", "\\u003c");
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a data block holds its text as it is; it is no script
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}
