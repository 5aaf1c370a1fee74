import type pg from "pg";
import type { KeyRing } from "@/lib/crypto/keys";
import type { Address } from "@/lib/mail/address";
import { WRITTEN_PRIORITY } from "@/lib/mail/states";
import { writeMail } from "@/lib/mail/write-mail";
import type { Preview } from "./preview-letter";

/**
 * Sends a template as a letter would arrive to whoever tries it out. It is no letter: nothing is counted and no state
 * kept. Takes what `previewLetter` made and whom it is for. Refuses every address that an office of any campaign has:
 * a test is no way to write to one.
 */
export async function sendTestLetter(
  client: Pick<pg.PoolClient, "query">,
  { keys, now }: { keys: KeyRing; now: Date },
  { letter, version, campaignTitle }: Pick<Preview, "letter" | "version" | "campaignTitle">,
  to: Address,
): Promise<{ ok: true; mail: string } | { ok: false; reason: "office" }> {
  if (await isOffice(client, to)) return { ok: false, reason: "office" };
  const { subject, text, notes } = letter;
  const mail = await writeMail(
    client,
    { keys, now },
    {
      ...{ kind: "letter-test", priority: WRITTEN_PRIORITY, subjectId: null, locale: version.locale, to },
      payload: { subject, text, notes: JSON.stringify(notes), campaignTitle },
    },
  );
  return { ok: true, mail };
}

async function isOffice(client: Pick<pg.PoolClient, "query">, to: Address): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM target WHERE lower(email) = ANY ($1)) OR EXISTS (SELECT FROM target_check WHERE lower(email) = ANY ($1))
       OR EXISTS (SELECT FROM office_gate WHERE lower(address) = ANY ($1)) AS found`,
    [[to.deliverable, to.canonical].map((address) => address.toLowerCase())],
  );
  return rows[0]?.found === true;
}
