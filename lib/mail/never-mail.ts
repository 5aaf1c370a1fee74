import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { allowMails, hasWord, readNeverMailToken, suppress } from "./suppression";

type Context = { pool: pg.Pool; keys: KeyRing };

/**
 * A mailbox's owner ends mails to it, or allows them again. Takes the token of a mail. The same effect however often
 * it is called. Returns false for a token that is not ours.
 */
export async function changeNeverMail(
  { pool, keys, now }: Context & { now: Date },
  token: string,
  wish: "never" | "allow",
): Promise<boolean> {
  const mailbox = await readNeverMailToken(pool, keys, token);
  if (!mailbox) return false;
  if (wish === "never") await suppress(pool, mailbox, "never-mail", now);
  else await allowMails(pool, mailbox);
  return true;
}

/** Whether the owner of a token's mailbox has ended mails to it; null for a token that is not ours. */
export async function hasEndedMails({ pool, keys }: Context, token: string): Promise<boolean | null> {
  const mailbox = await readNeverMailToken(pool, keys, token);
  if (!mailbox) return null;
  return await hasWord(pool, mailbox);
}
