/**
 * How long a mailto: address may be. Windows hands programs some 2,000 characters, and cuts the rest off without a word.
 */
export const MAILTO_MAX = 1_900;

/** `whole`: subject and text are in it; else the text has to be copied. */
export type MailtoLink = { href: string; whole: boolean };

type Mail = { to: string; subject: string; body: string };

/**
 * A link that opens the writer's own mail program with the letter in it. Takes the office's address and plain text with
 * "\n" as line ends. What is too long for a link goes without its text, never with a part of it. Encoding and line ends
 * (%0D%0A) as RFC 6068, 2 and 5: no value can add a field of its own.
 */
export function mailtoLink({ to, subject, body }: Mail): MailtoLink {
  const start = `mailto:${encodeURIComponent(to).replaceAll("%40", "@")}?subject=${encodeURIComponent(oneLine(subject))}`;
  const whole = `${start}&body=${encodeURIComponent(body.replace(/\r\n?|\n/g, "\r\n"))}`;
  if (whole.length <= MAILTO_MAX) return { href: whole, whole: true };
  return { href: start, whole: false };
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}
