import type pg from "pg";
import type { Locale } from "@/lib/i18n/locales";
import { describeError, log } from "@/lib/logging/log";
import type { RenderedMail } from "./render-mail";
import { MAIL_KINDS, type MailKind } from "./states";

/** An outbox row as a composer sees it. */
export type OutboxRow = {
  id: string;
  kind: MailKind;
  subjectId: string | null;
  locale: Locale;
  payload: Record<string, string>;
  /** The mailbox's hash, and those it had under former secrets (mailboxHashes). */
  mailbox: [Buffer, ...Buffer[]];
};
/** Of a mail that a person wrote (WRITTEN_KINDS): whom it is from, `Name <address>`, and where answers go. */
export type Envelope = { from: string; replyTo: string };
/** What a composer makes of a row: the mail, or why there is none to send any more. */
export type Composed = { mail: RenderedMail; envelope?: Envelope } | { drop: string } | { fail: string };
/** Writes the mails of one kind just before they are sent, so that each is still true then. Answers by row id. */
export type Composer = (
  client: pg.PoolClient,
  rows: OutboxRow[],
  now: Date,
) => Promise<Map<string, Composed>>;
export type Composers = Record<MailKind, Composer>;

/** A composer for every kind: of one that none is given for, mails fail and stay visible. */
export function composersOf(given: Partial<Composers>): Composers {
  const none: Composer = async (_, rows) => new Map(rows.map(({ id }) => [id, { fail: "no composer" }]));
  const all = MAIL_KINDS.map((kind): [MailKind, Composer] => [kind, given[kind] ?? none]);
  return Object.fromEntries(all) as Composers;
}

/** Composes row by row; one that throws fails alone. For composers. */
export async function composeEach(
  rows: OutboxRow[],
  compose: (row: OutboxRow) => Promise<Composed>,
): Promise<Map<string, Composed>> {
  const composed = rows.map(async (row): Promise<[string, Composed]> => {
    try {
      return [row.id, await compose(row)];
    } catch (error) {
      log().error({ mail: row.id, error: describeError(error) }, "mail could not be composed");
      return [row.id, { fail: describeError(error).kind }];
    }
  });
  return new Map(await Promise.all(composed));
}
