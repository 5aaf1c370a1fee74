/**
 * Where a letter stands. `draft`: waits for its writer's mailbox. `confirmed`: to be carried, waits for a packet. `leaving`:
 * its mail is written and on its way through the outbox. What platform and packets do is verified; what people take away to
 * send themselves is no letter here but a sum (`TAKEN_WAYS`), and the two are never added.
 */
export const LETTER_STATES = [
  "draft",
  "confirmed",
  "queued",
  "held",
  "leaving",
  "sent",
  "delivered",
  "bounced",
  "refused",
  "returned",
  "withdrawn",
] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** The one table of moves. */
export const LETTER_MOVES = {
  /** The writer's mailbox says yes. */
  confirm: { from: ["draft"], to: "confirmed" },
  queue: { from: ["confirmed", "held"], to: "queued" },
  /** To be carried: a person let it go, and it waits for a packet again. */
  free: { from: ["held"], to: "confirmed" },
  hold: { from: ["confirmed", "queued"], to: "held" },
  /** Its mail is written; a freeze or a pause in the last moment takes it back. */
  leave: { from: ["queued"], to: "leaving" },
  "take-back": { from: ["leaving"], to: "queued" },
  send: { from: ["leaving", "confirmed"], to: "sent" },
  deliver: { from: ["leaving", "sent"], to: "delivered" },
  bounce: { from: ["leaving", "sent", "delivered"], to: "bounced" },
  refuse: { from: ["leaving", "sent", "delivered", "held"], to: "refused" },
  return: { from: ["sent", "delivered"], to: "returned" },
  withdraw: { from: ["draft", "confirmed", "queued", "held"], to: "withdrawn" },
} as const satisfies Record<string, { from: readonly LetterState[]; to: LetterState }>;
export type LetterMove = keyof typeof LETTER_MOVES;

/** Whether a letter in a state may make a move. */
export function mayMove(state: LetterState, move: LetterMove): boolean {
  return LETTER_MOVES[move].from.some((from) => from === state);
}

/** It has left the house, whatever became of it. */
export const LEFT_STATES = [
  "sent",
  "delivered",
  "bounced",
  "refused",
  "returned",
] as const satisfies readonly LetterState[];

export const CHANNELS = ["mail", "hand-over"] as const;
export type Channel = (typeof CHANNELS)[number];

/** How people say they took a letter away. */
export const TAKEN_WAYS = ["printed", "own-mail", "copied"] as const;
export type TakenWay = (typeof TAKEN_WAYS)[number];

/**
 * Why a letter waits for a person to look at it. `link`: its writer's own words hold a link or an address; `corrected`:
 * a claim that it cites was corrected since; `restored`: a backup does not know whether it has left; `failed`: the
 * provider did not take it.
 */
export const HOLD_REASONS = ["threat", "abuse", "link", "corrected", "alike", "restored", "failed"] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];

export const ANSWERS = ["none", "form", "real", "returned"] as const;
export type Answer = (typeof ANSWERS)[number];

/**
 * What came to a relay address: an office's `answer`; an `automatic` one (RFC 3834); a `bounce`, a mail server's report
 * (RFC 3464); `own`, a mail of ours or of the writer that came round. Only the first is an answer.
 */
export const REPLY_KINDS = ["answer", "automatic", "bounce", "own"] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

export const MODERATION_STATES = ["private", "offered", "shown", "hidden"] as const;
export type ModerationState = (typeof MODERATION_STATES)[number];

export const TEMPLATE_STATES = ["draft", "open", "closed"] as const;
export type TemplateState = (typeof TEMPLATE_STATES)[number];

export const PACKET_STATES = ["made", "delivered", "refused", "returned"] as const;
export type PacketState = (typeof PACKET_STATES)[number];
