/** Graphemes of a name that lists of mails still show, with the campaign behind it. */
const NAME_SHOWN = 40;

/**
 * The name a letter's mail comes from: the writer as they wish to be named, and the campaign that sends for them, for the
 * address is the campaign's (RFC 5322, 3.6.2). Takes plain text; a long name is cut, for nobody's mail may look as if the
 * campaign had no part in it, and stands whole below the letter. A name left out leaves the campaign's.
 */
export function senderName(name: string, campaign: string): string {
  const [writer = "", sender = ""] = [name, campaign].map((part) => part.replace(/\p{Cc}+/gu, " ").trim());
  return [shortened(writer), sender].filter(Boolean).join(" – ");
}

function shortened(name: string): string {
  const shown = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  return shown.length <= NAME_SHOWN
    ? name
    : `${shown
        .slice(0, NAME_SHOWN - 1)
        .join("")
        .trimEnd()}…`;
}
