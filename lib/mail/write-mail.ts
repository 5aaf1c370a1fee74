import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { seal } from "@/lib/crypto/seal";
import type { Address } from "./address";
import { mailboxHash } from "./mailbox-hash";
import type { MailKind } from "./states";

export type NewMail = {
  kind: MailKind;
  /** 0 goes first. */
  priority: number;
  /** What it is about; null for nothing that has an id. */
  subjectId: string | null;
  /** Of the reader. */
  locale: string;
  to: Address;
  /** What its composer needs and the database does not have otherwise. */
  payload?: Record<string, string>;
  /** Not before; now where nothing is said. */
  sendAfter?: Date;
};

/** Writes a mail into the outbox, in the transaction that wants it. Returns its id. */
export async function writeMail(
  client: Pick<pg.PoolClient, "query">,
  { keys, now }: { keys: KeyRing; now: Date },
  { kind, priority, subjectId, locale, to, payload, sendAfter = now }: NewMail,
): Promise<string> {
  const id = randomUUID();
  const address = seal(keys, "mail-fields", "outbox_mail.address", to.deliverable);
  const sealed = payload ? seal(keys, "mail-fields", "outbox_mail.payload", JSON.stringify(payload)) : null;
  await client.query(
    `INSERT INTO outbox_mail (id, kind, priority, subject_id, locale, address_enc, address_hash, payload_enc, state, send_after, created_at, attempts)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $10, $9, 0)`,
    [id, kind, priority, subjectId, locale, address, mailboxHash(keys, to), sealed, now, sendAfter],
  );
  return id;
}
