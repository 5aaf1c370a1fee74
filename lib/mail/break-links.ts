/** A mail address stays; of anything else that a mail program makes a link of, the head and the dots go. */
const LINKED =
  /(?<address>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})|(?<scheme>\b\w{1,20}):\/\/|(?<dot>(?<=[\p{L}\p{N}-])[.\u3002\uff0e\uff61](?=\p{L}[\p{L}\p{N}-]))/giu;

/**
 * Another's text in which no mail program finds a link, and a person still reads where it leads: `hxxps://example[.]org`.
 * Takes text that will stand in a mail of ours.
 */
export function breakLinks(text: string): string {
  return text.replace(LINKED, (found, ...rest) => {
    const { address, scheme } = rest.at(-1) as { address?: string; scheme?: string };
    if (address !== undefined) return address;
    if (scheme === undefined) return `[${found}]`;
    return `${scheme.replace(/tt/i, "xx")}${/tt/i.test(scheme) ? "://" : "[:]//"}`;
  });
}
