import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { Writing, WritingErrors } from "./writing-schema";

export type LetterContext = { pool: pg.Pool; keys: KeyRing; now: Date };
export type WriteResult =
  | { ok: true }
  | { ok: false; reason: "unknown" | "closed" | "unknown-office" | "unknown-version" | "not-by-platform" }
  | { ok: false; reason: "invalid"; errors: WritingErrors }
  | { ok: false; reason: "too-many"; retryAfter: number };

/** Takes in a letter that its writer's mailbox is then asked about. */
export async function writeLetter(
  _context: LetterContext,
  { writing }: { writing: Writing; peer: string | null; appUrl: string },
): Promise<WriteResult> {
  throw new Error(`not written yet: ${writing.campaign}`);
}
