import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import { unseal } from "@/lib/crypto/seal";
import type { RenderedMail } from "./render-mail";

/** A mail as /outbox shows it. */
export type OutboxMailView = { id: string; to: string; at: string } & RenderedMail;

const SHOWN = 100;
/** Addresses are sealed, so a search opens mails one by one; beyond this many it gives up. */
const SEARCHED = 5_000;

/** The mails of the embedded default, newest first, at most 100. Takes an address to look for, or undefined for all. */
export async function localOutbox(
  pool: pg.Pool,
  keys: KeyRing,
  to: string | undefined,
): Promise<OutboxMailView[]> {
  const { rows } = await pool.query<{ id: string; rendered_enc: Buffer; sent_at: Date }>(
    "SELECT id, rendered_enc, sent_at FROM outbox_mail WHERE state = 'sent' AND rendered_enc IS NOT NULL ORDER BY sent_at DESC, id LIMIT $1",
    [to === undefined ? SHOWN : SEARCHED],
  );
  const found: OutboxMailView[] = [];
  for (const row of rows) {
    const mail = JSON.parse(
      unseal(keys, "mail-fields", "outbox_mail.rendered", row.rendered_enc),
    ) as RenderedMail & { to: string };
    if (to !== undefined && mail.to.toLowerCase() !== to.toLowerCase()) continue;
    found.push({
      id: row.id,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      at: row.sent_at.toISOString(),
    });
    if (found.length === SHOWN) break;
  }
  return found;
}
