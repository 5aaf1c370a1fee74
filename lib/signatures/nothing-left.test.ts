import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { seal } from "@/lib/crypto/seal";
import { issueToken } from "@/lib/crypto/token";
import { copyJournal } from "@/lib/db/copy-journal";
import { applyEvents } from "@/lib/mail/apply-events";
import { recordEvents } from "@/lib/mail/record-event";
import { readRows } from "@/lib/testing/database-reader";
import { type Person, personTraces } from "@/lib/testing/person-traces";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { confirmSignature } from "./confirm-signature";
import { destroyHashKeys } from "./destroy-hash-keys";
import { eraseSignature } from "./erase-signature";
import { finishWithdrawals } from "./finish-withdrawals";
import { forgetMails } from "./forget-mails";
import { issueManageToken } from "./own-signature";
import { requestManageLink } from "./request-manage-link";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";
import { withdrawSignature } from "./withdraw-signature";

const database = await testDatabase();
const { db, keys, pool } = database;
const NOW = new Date("2026-03-04T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const at = (now: Date) => ({ pool, keys, now });
const traces = (who: Person, hashKey: Buffer) => personTraces(database, NOW, who, hashKey);
const networks = { used: 0 };

const person = (): Person => ({
  name: `Zapomenutá ${"abcdefghij"[networks.used % 10]}李김`,
  email: `skryta.${randomUUID()}+tag@example.org`,
  reason: `Protože ${randomUUID()}`,
});

/** Signs up, asks for a link, and leaves mails in every state that a relay can leave them in. */
async function signedUp(petition: { id: string; slug: string }, who: Person, more: Record<string, string>) {
  const read = readSigning({ consent: "on", country: "CZ", display: "public", src: "tag", ...who, ...more });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  networks.used += 1;
  await signPetition(at(NOW), {
    slug: petition.slug,
    signing: read.signing,
    peer: `203.0.113.${networks.used}`,
  });
  const { id } = await db.signature.findFirstOrThrow({
    where: { petitionId: petition.id, state: "pending" },
    orderBy: { requestedAt: "desc" },
  });
  await requestManageLink(at(NOW), { slug: petition.slug, email: read.signing.email, locale: "en" });
  const rendered = seal(keys, "mail-fields", "outbox_mail.rendered", JSON.stringify(who));
  const providerIds: string[] = [];
  for (const state of ["batched", "sent", "delivered", "bounced", "failed", "doubt", "dropped"]) {
    const providerId = ["sent", "delivered", "bounced"].includes(state) ? randomUUID() : null;
    if (providerId) providerIds.push(providerId);
    await pool.query(
      `INSERT INTO outbox_mail (id, kind, priority, subject_id, locale, address_enc, address_hash, payload_enc, rendered_enc, state, send_after, created_at, attempts, sent_at, provider_id)
       SELECT gen_random_uuid(), kind, priority, subject_id, locale, CASE WHEN $2 = 'batched' THEN address_enc END, address_hash, NULL,
         CASE WHEN $2 IN ('batched', 'sent') THEN $4::bytea END, $2, send_after, created_at, 1, created_at, $3
       FROM outbox_mail WHERE subject_id = $1 AND state = 'waiting'`,
      [id, state, providerId, rendered],
    );
  }
  return { id, providerIds };
}

const KINDS = ["sent", "delivered", "bounced"] as const;
const tell = (providerIds: string[], to: string) =>
  recordEvents(
    pool,
    keys,
    providerIds.flatMap((providerId) =>
      KINDS.map((kind) => ({ id: `msg_${randomUUID()}`, signedAt: NOW, providerId, kind, at: NOW, to })),
    ),
    NOW,
  );

/** The relay has its answer: what was batched is settled. */
const settle = () =>
  pool.query(
    "UPDATE outbox_mail SET state = 'sent', rendered_enc = NULL, address_enc = NULL, payload_enc = NULL WHERE state = 'batched'",
  );

const PLACE = ["public.signature: place"];

test("forget me: once confirmed, settled and told of, only the place is left of a person", async () => {
  const petition = await makePetition(db, keys);
  const who = person();
  const { id, providerIds } = await signedUp(petition, who, { forgetMe: "on" });
  await tell(providerIds.slice(0, 1), who.email);
  await applyEvents(pool, providerIds, NOW);
  expect((await traces(who, petition.hashKey)).length).toBeGreaterThan(5);
  await confirmSignature(at(NOW), issueToken(keys, "confirm-signature", id, later(DAY)));
  const atOnce = (await traces(who, petition.hashKey)).filter((trace) => !trace.includes("suppression"));
  // What a relay holds in this moment, and the link that somebody asked for, go with the next passes.
  const mails = ["mailbox", "sealed address_enc", "sealed rendered_enc"];
  expect(new Set(atOnce)).toEqual(new Set([...PLACE, ...mails.map((what) => `public.outbox_mail: ${what}`)]));
  await settle();
  await pool.query(
    "UPDATE outbox_mail SET state = 'dropped', address_enc = NULL, payload_enc = NULL WHERE kind = 'manage-signature'",
  );
  await tell(providerIds.slice(1), who.email);
  await applyEvents(pool, providerIds, NOW);
  await forgetMails(pool, later(2 * HOUR));
  await pool.query("DELETE FROM suppression");
  expect(await traces(who, petition.hashKey)).toEqual(PLACE);
  expect(await db.outboxMail.count({ where: { subjectId: id } })).toBe(0);
  await forgetMails(pool, later(4 * DAY));
  expect(await db.outboxMail.count({ where: { kind: "confirm-signature" } })).toBe(0);
});

test("forget me: no row that names the signature tells the day's moment at which it was confirmed, journaled or not", async () => {
  const petition = await makePetition(db, keys);
  const { id } = await signedUp(petition, person(), { forgetMe: "on" });
  await confirmSignature(at(NOW), issueToken(keys, "confirm-signature", id, later(DAY)));
  const moments = async () =>
    (await readRows(pool))
      .filter(({ row }) => row.includes(id))
      .flatMap(({ table, row }) =>
        Object.entries(JSON.parse(row) as Record<string, unknown>)
          .filter(
            ([, value]) => /^\d{4}-\d\d-\d\dT/.test(String(value)) && Date.parse(String(value)) % DAY !== 0,
          )
          .map(([column]) => `${table}.${column}`),
      );
  // A random hour of the day after, which the count needs.
  const allowed = ["public.signature.counted_at"];
  expect(allowed).toEqual(expect.arrayContaining(await moments()));
  expect(await db.journalEntry.count({ where: { subjectId: id } })).toBe(1);
  const folder = mkdtempSync(join(tmpdir(), "vigil-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await copyJournal(pool, folder);
  expect(allowed).toEqual(expect.arrayContaining(await moments()));
  expect((await readRows(pool)).filter(({ row }) => row.includes(id)).map(({ table }) => table)).toEqual([
    "public.signature",
  ]);
});

test("forget me: who signs again is mailed and leaves no moment, and nothing to test once the petition's key is gone", async () => {
  await pool.query("TRUNCATE outbox_mail, mail_event, suppression");
  const petition = await makePetition(db, keys);
  const who = person();
  const { id } = await signedUp(petition, who, { forgetMe: "on" });
  await confirmSignature(at(NOW), issueToken(keys, "confirm-signature", id, later(DAY)));
  const before = await db.signature.findUniqueOrThrow({ where: { id } });
  await pool.query("TRUNCATE outbox_mail");
  const read = readSigning({ consent: "on", ...who });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  for (const span of [HOUR, HOUR + 10 * MINUTE, HOUR + 20 * MINUTE])
    await signPetition(at(later(span)), {
      slug: petition.slug,
      signing: read.signing,
      peer: "203.0.113.250",
    });
  expect(await db.signature.findUniqueOrThrow({ where: { id } })).toEqual(before);
  expect(await db.outboxMail.count({ where: { subjectId: id } })).toBe(2);
  await pool.query("UPDATE outbox_mail SET state = 'sent', sent_at = created_at + interval '1 second'");
  await forgetMails(pool, later(3 * HOUR));
  const mails = await db.outboxMail.findMany();
  expect(mails).toHaveLength(2);
  for (const { subjectId, createdAt, sentAt, sendAfter } of mails) {
    expect(subjectId).toBe(petition.id);
    for (const moment of [createdAt, sentAt, sendAfter]) expect((moment?.getTime() ?? 1) % DAY).toBe(0);
  }
  expect(await traces(who, petition.hashKey)).toEqual(["public.outbox_mail: mailbox", ...PLACE]);
  await db.petition.update({ where: { id: petition.id }, data: { state: "closed", closedAt: NOW } });
  await destroyHashKeys(pool, later(2 * DAY));
  await forgetMails(pool, later(2 * DAY));
  expect(await traces(who, petition.hashKey)).toEqual([]);
});

test("no table but the members' audit numbers its rows: between two with a time such a number is a time", async () => {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')`,
  );
  expect(rows.map(({ name }) => name)).toEqual(["audit_entry"]);
});

test("erased: the place is left; withdrawn as well, nothing is", async () => {
  for (const withdraw of [false, true]) {
    await pool.query("TRUNCATE outbox_mail, mail_event, suppression");
    const petition = await makePetition(db, keys);
    const who = person();
    const { id, providerIds } = await signedUp(petition, who, { updates: "on" });
    await confirmSignature(at(NOW), issueToken(keys, "confirm-signature", id, later(DAY)));
    await tell(providerIds, who.email);
    await applyEvents(pool, providerIds, NOW);
    await eraseSignature(at(NOW), { token: issueManageToken(keys, id, NOW) }, { withdraw });
    await settle();
    await forgetMails(pool, later(2 * HOUR));
    await pool.query("DELETE FROM suppression");
    expect(await traces(who, petition.hashKey)).toEqual(withdraw ? [] : PLACE);
  }
});

test("withdrawn: nothing is left after the hour in which it can be undone", async () => {
  await pool.query("TRUNCATE outbox_mail, mail_event, suppression");
  const petition = await makePetition(db, keys);
  const who = person();
  const { id } = await signedUp(petition, who, {});
  await confirmSignature(at(NOW), issueToken(keys, "confirm-signature", id, later(DAY)));
  await withdrawSignature(at(NOW), { token: issueManageToken(keys, id, NOW) });
  await settle();
  await finishWithdrawals(pool, keys, later(61 * MINUTE));
  await forgetMails(pool, later(61 * MINUTE));
  expect(await traces(who, petition.hashKey)).toEqual([]);
});
