/**
 * The name a letter's mail comes from: the writer as they wish to be named, and the campaign that sends for them, for the
 * address is the campaign's (RFC 5322, 3.6.2). Takes plain text; a name left out leaves the campaign's.
 */
export function senderName(name: string, campaign: string): string {
  const shown = [name, campaign].map((part) => part.replace(/\p{Cc}+/gu, " ").trim()).filter(Boolean);
  return shown.join(" – ");
}
