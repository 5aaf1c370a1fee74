import { CHOSEN, SENDING, WHICH, WRITTEN } from "./types";
import { type WritingErrors, writingFields } from "./writing-schema";

/** The steps of writing that a form leads to, in order: what it says, its text, how it is sent. */
export const WRITING_STEPS = ["choose", "letter", "send"] as const;
export type WritingStep = (typeof WRITING_STEPS)[number];

/** What travels from step to step. Nothing of it is stored. */
const CARRIED = [...WHICH, ...CHOSEN, ...WRITTEN, ...SENDING, "keep"] as const;

/** A form may send each name once, so a box is named after what it stands for: `topic-law`, `confirm-one+another`. */
const BOXES = { topics: "topic-", demands: "demand-", confirmed: "confirm-" } as const;

export type WritingValues = Partial<Record<(typeof CARRIED)[number], string>>;

/**
 * Reads what the form of a step sent: takes a flat record. Returns the step it leads to and the values, boxes gathered
 * into lists of keys with spaces between, line ends as "\n". Checks nothing else.
 */
export function readStep(sent: Record<string, unknown>): { step: WritingStep; values: WritingValues } {
  const values: WritingValues = {};
  for (const name of CARRIED) {
    const value = sent[name];
    if (value !== undefined && value !== "") values[name] = String(value).replace(/\r\n?/g, "\n");
  }
  if (sent.boxes === "on")
    for (const [list, start] of Object.entries(BOXES))
      values[list as keyof typeof BOXES] = ticked(sent, start).join(" ");
  if (sent.inLanguage !== undefined)
    return { step: "choose", values: { ...values, language: String(sent.inLanguage) } };
  return { step: WRITING_STEPS.find((step) => step === sent.step) ?? "letter", values };
}

function ticked(sent: Record<string, unknown>, start: string): string[] {
  const names = Object.keys(sent).filter((name) => name.startsWith(start) && sent[name] === "on");
  return [...new Set(names.flatMap((name) => name.slice(start.length).split("+")))];
}

/** The keys in a list that a form carries. */
export function keysIn(list: string | undefined): string[] {
  return (list ?? "").split(" ").filter(Boolean);
}

/** What must be right before a step is reached. */
const CHECKED = {
  choose: [],
  letter: ["name", "country", "own"],
  send: ["name", "country", "own", "subject", "text"],
} as const satisfies Record<WritingStep, readonly (keyof typeof writingFields.shape)[]>;

/** What is wrong with what leads to a step, field → error code, by the rules of the door for letters; empty where all is well. */
export function errorsBefore(step: WritingStep, values: WritingValues): WritingErrors {
  const errors: WritingErrors = {};
  for (const field of CHECKED[step]) {
    const read = writingFields.shape[field].safeParse(
      values[field] ?? (field === "own" || field === "country" ? undefined : ""),
    );
    if (!read.success) errors[field] = read.error.issues[0]?.message ?? "invalid";
  }
  return errors;
}
