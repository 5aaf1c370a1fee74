import type { z } from "zod";
import type { ClaimView, Correction } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import type { office } from "./office-schema";
import type { ShownReply } from "./reply-queries";
import type { letterBody, letterParagraph, letterTemplateText, letterVersionView } from "./schema";
import type { Answer, Channel, HoldReason, LetterState, ReplyKind } from "./states";

export type LetterBody = z.infer<typeof letterBody>;
export type LetterParagraph = z.infer<typeof letterParagraph>;
/** A topic or a demand that a writer may choose. */
export type LetterChoice = LetterBody["topics"][number];
export type LetterTemplateText = z.infer<typeof letterTemplateText>;
export type LetterVersion = z.infer<typeof letterVersionView>;

export type Office = z.infer<typeof office>;
export type OfficeKind = Office["kind"];
export type OfficeSending = Office["platform"];

/** What of an office a letter's words depend on. */
export type AddressedOffice = Pick<Office, "key" | "kind" | "name" | "city" | "country" | "hostCountry">;

/** A template that may be written from, with its newest text. */
export type LetterTemplateView = {
  id: string;
  key: string;
  kinds: string[];
  targets: string[];
  /** Languages of the newest number. */
  languages: Locale[];
  version: LetterVersion;
};

/** Where letters of a campaign are written from. */
export type LetterAction = {
  campaign: { id: string; slug: string; title: string; defaultLocale: Locale };
  /** Letters can be written: the campaign is live and has a template. */
  isOpen: boolean;
  /** Open ones, in the organizers' order. */
  templates: LetterTemplateView[];
};

/** What a claim tells a letter. */
export type CitableClaim = Pick<
  ClaimView,
  "id" | "statement" | "speaker" | "date" | "source" | "contested" | "verdict" | "revisions"
>;

export type LetterChoices = {
  topics: readonly string[];
  demands: readonly string[];
  /** Keys of disputable claims that the writer wants in, with their note. */
  confirmedClaims: readonly string[];
};

/** What a letter is composed of. */
export type LetterParts = {
  version: LetterVersion;
  office: AddressedOffice;
  choices: LetterChoices;
  /** Why it matters to the writer; may be empty. */
  ownWords: string;
  /** `country`: two letters (ISO 3166-1). */
  writer: { name: string; country?: string | null };
  /** Every claim that the version cites, by key. */
  claims: ReadonlyMap<string, CitableClaim>;
  campaign: { slug: string };
  appUrl: string;
};

/** A letter as it leaves. `notes[0]` belongs to the mark [1]; a note does not repeat its mark. */
export type LetterText = { subject: string; text: string; notes: string[] };

export type ComposedLetter = LetterText & {
  /** Keys of the cited claims in the order of the notes. */
  claims: string[];
  /** Disputable claims of the chosen paragraphs, confirmed or not, with what the letter says about them. */
  contested: { key: string; note: string }[];
};

/** A letter as its writer sees it behind their link. What is forgotten is null. */
export type OwnLetter = {
  campaign: { slug: string; title: string };
  office: { key: string; kind: string; name: string | null; city: string | null; country: string | null };
  state: LetterState;
  channel: Channel;
  /** It was put into a packet, and so may be on paper. */
  isPacked: boolean;
  heldFor: HoldReason | null;
  /** Of the letter. */
  language: Locale;
  name: string | null;
  email: string | null;
  country: string | null;
  subject: string | null;
  text: string | null;
  notes: string[] | null;
  /** Nothing was changed of what the template gave. */
  unchanged: boolean;
  topics: string[];
  demands: string[];
  /** SHA-256, hex, of the UTF-8 of the JSON array [salt, subject, text]; null for a letter from before there were salts. */
  digest: string | null;
  /** Destroyed with the text. */
  salt: string | null;
  /** Claims that it cites, corrected since it was written. */
  corrections: Correction[];
  replyTo: "relay" | "own";
  followUp: boolean;
  requestedAt: Date;
  /** A draft is gone after this. */
  expiresAt: Date;
  confirmedAt: Date | null;
  leftAt: Date | null;
  erasedAt: Date | null;
  /** Who ended it, where it is withdrawn or refused; `time`: it could not leave in time (lib/letters/limits.ts). */
  endedBy: "writer" | "campaign" | "office" | "time" | null;
  /** Its text and its writer are destroyed, and its times are cut to days. */
  timesAreDays: boolean;
  /** The day about when it leaves (UTC); null where nobody can say (not queued, frozen, paused). */
  dueAbout: Date | null;
  /** When its text and its writer are forgotten; null where they are, or it still waits. */
  forgottenFrom: Date | null;
  /**
   * Why it does not go on at present: its office gets no letters until somebody has looked, its campaign is `frozen`, or
   * that is not live.
   */
  waitsFor: "office" | "frozen" | "campaign" | null;
  may: { confirm: boolean; withdraw: boolean; erase: boolean };
  events: { at: Date; kind: string; note: string | null }[];
};

export type LetterBehindLink =
  | { status: "unknown" | "gone" | "expired" }
  | { status: "there"; until: Date; locale: Locale; letter: OwnLetter };

/** Fields that travel from step to step of writing, so that going on and back loses nothing. These say which letter it is. */
export const WHICH = ["campaign", "target", "template", "version", "language", "locale"] as const;
/** What the writer chose and said of themselves. */
export const CHOSEN = ["topics", "demands", "confirmed", "own", "name", "country"] as const;
/** The letter itself. */
export const WRITTEN = ["subject", "text", "claims"] as const;
/** How it is to be sent, once somebody said so. */
export const SENDING = ["email", "channel", "replyTo", "followUp"] as const;

/** Every paragraph of a template, in reading order. */
export function paragraphsOf({ opening, topics, request, demands, closing }: LetterBody): LetterParagraph[] {
  const chosen = (choices: readonly LetterChoice[]) => choices.flatMap(({ paragraphs }) => paragraphs);
  return [...opening, ...chosen(topics), ...request, ...chosen(demands), ...closing];
}

/** What of the letters to an office is counted and published. What people say they did stands apart from what is verified. */
export const VERIFIED_KINDS = [
  "sent-own",
  "sent-unchanged",
  "delivered",
  "bounced",
  "refused",
  "carried-own",
  "carried-unchanged",
  "handed-over",
  "hand-over-refused",
  "hand-over-returned",
  "answers",
] as const;
export const TOLD_KINDS = [
  "printed",
  "own-mail",
  "copied",
  "told-none",
  "told-form",
  "told-real",
  "told-returned",
] as const;
export type FigureKind = (typeof VERIFIED_KINDS)[number] | (typeof TOLD_KINDS)[number];

/** What was published at the end of a week, all told up to then, each in full twenties; what is missing is under 20. */
export type TargetWeek = { from: string; until: string; figures: Partial<Record<FigureKind, number>> };

/** What is published of the letters to an office and of its answers. */
export type TargetFigures = {
  /** The last week with a release; null before the first. */
  week: { from: string; until: string } | null;
  nextRelease: string;
  threshold: number;
  figures: TargetWeek["figures"];
  weeks: TargetWeek[];
  replies: ShownReply[];
  /** Days without an answer known to all; null before enough letters have left. `answered`: there was one before. */
  silence: { since: string; days: number; answered: boolean } | null;
};

/** What a letter's writer sees of its answers. Of mails that came in, what they are and whether they were sent on. */
export type OwnAnswers = {
  told: { answer: Answer; gist: string; text: string; isOffered: boolean; at: Date } | null;
  /** `isForwarded`: null where it is not known any more. */
  came: { id: string; kind: ReplyKind | "waiting"; at: Date; isForwarded: boolean | null }[];
};
