/**
 * What tells whether two people on one mailbox are the same: compatibility form, case folded, letters and digits
 * only, so that "Anna-Maria" and "anna maria" are one. Takes a name as typed or undefined. Returns "" for none.
 */
export function comparableName(name: string | undefined): string {
  return (name ?? "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, "");
}
