/**
 * What nobody types and some programs act on: controls, halves of pairs, private characters, tags, and what is none yet
 * but for emoji of the future.
 */
const CONTROL =
  /[\p{Cs}\p{Co}\u{e0000}-\u{e007f}\ufff9-\ufffb]|(?!\p{Extended_Pictographic})\p{Cn}|(?![\n\t])\p{Cc}/u;
/** What turns the direction of what follows, so that a reader sees another order than was written (UAX #9, Trojan Source). */
const TURNING = /[\u061c\u202a-\u202e\u2066-\u2069]/;
/** Fillers and invisible signs; joiners are allowed behind letters and emoji only, where they do something. */
const UNSEEN =
  /[\u115f\u1160\u180e\u2060-\u2064\u3164\uffa0]|(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]/u;
/** More marks on one letter than any script sets; drawing them costs seconds. */
const HEAPED = /\p{M}{5,}/u;
/** Flags of England, Scotland and Wales are written with tags: gbeng, gbsct, gbwls (UTS #51, RGI emoji tag sequences). */
const TAGGED_FLAGS =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/gu;
/** What comes along from pages and says nothing: soft hyphens, places for breaks, byte order marks, joiners of graphemes. */
const IDLE = /[\u00ad\u200b\ufeff]|\u034f/g;

/** Whether a text holds what its readers cannot see, or what shows them something else than was written. */
export function hasHidden(text: string): boolean {
  const rest = text.replace(TAGGED_FLAGS, "");
  return [CONTROL, TURNING, UNSEEN, HEAPED].some((hidden) => hidden.test(rest));
}

/** Without what is invisible and means nothing, composed (NFC). */
export function withoutIdle(text: string): string {
  return text.replace(IDLE, "").normalize("NFC");
}
