// Longer than other files: one backup is restored here in every way, and making it again for each would take longer than the tests.
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type pg from "pg";
import { afterAll, expect, test } from "vitest";
import { type Opener, readEncrypted, writeEncrypted } from "@/lib/crypto/age-files";
import { keyRing } from "@/lib/crypto/keys";
import { seal, unseal } from "@/lib/crypto/seal";
import { withClient } from "@/lib/db/connection";
import { copyJournal, knownFiles } from "@/lib/db/copy-journal";
import { dump } from "@/lib/db/dump";
import { addToJournal, readJournal } from "@/lib/db/journal-files";
import { openPool } from "@/lib/db/pool";
import { sealedKey } from "@/lib/db/sealed-key";
import { checkSecret } from "@/lib/db/secret-check";
import { changeNeverMail, hasEndedMails } from "@/lib/mail/never-mail";
import {
  issueNeverMailToken,
  suppress,
  suppressedAmong,
  suppressionHasher,
  suppressionHashes,
} from "@/lib/mail/suppression";
import { countSignatures } from "@/lib/signatures/count-signatures";
import { destroyHashKeys } from "@/lib/signatures/destroy-hash-keys";
import { eraseSignature } from "@/lib/signatures/erase-signature";
import { issueManageToken } from "@/lib/signatures/own-signature";
import { withdrawSignature } from "@/lib/signatures/withdraw-signature";
import { makeWaitingMails } from "@/lib/testing/outbox-rows";
import { startScratchServer } from "@/lib/testing/scratch-server";
import { makeConfirmed } from "@/lib/testing/signature-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { refuseIncomplete } from "./require-journal";
import { dropFormer, type RestorePlan, restoreDatabase } from "./restore-database";

const { db, pool, keys, url } = await testDatabase();
const other = await startScratchServer();
const folder = mkdtempSync(join(tmpdir(), "vigil-backup-"));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await other.stop();
});

const NOW = new Date("2026-05-01T12:00:00Z");
const HOUR = 3_600_000;
const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);
const PLANTED = "Planted Łucja Ødegård 김하늘";
const journalFolder = join(folder, "journal");
const file = join(folder, "one.backup");

const petition = await makePetition(db, keys);
const closing = await makePetition(db, keys);

const confirmed = (name: string, of = petition) => makeConfirmed(db, keys, of, name, NOW);
const proof = (id: string, at: Date) => ({ token: issueManageToken(keys, id, at) });
const takeBackup = (path: string, now: Date) =>
  withClient(url, (client) => writeEncrypted(path, { recipient }, dump(client, now)));
const restore = (into: string, given: Partial<{ path: string; opener: Opener } & RestorePlan> = {}) =>
  restoreDatabase({
    url: into,
    lines: readEncrypted(given.path ?? file, given.opener ?? { identity }),
    keys,
    migrations: join(process.cwd(), "prisma/migrations"),
    journalFolder,
    replace: false,
    withoutJournal: false,
    withoutPresent: false,
    now: later(60),
    ...given,
  });

async function published(database: pg.Pool): Promise<number> {
  const { rows } = await database.query(
    "SELECT confirmed - withdrawn - removed + restored AS n FROM petition_count WHERE petition_id = $1",
    [petition.id],
  );
  return rows[0]?.n;
}

test("from backup to running in another server: erased stays erased, withdrawn withdrawn, counts right, no mail twice", async () => {
  await checkSecret(pool, keys, NOW);
  const kept = await confirmed(PLANTED);
  const erased = await confirmed(`${PLANTED} erased`);
  const erasedAndOut = await confirmed(`${PLANTED} out`);
  const withdrawn = await confirmed(`${PLANTED} withdrawn`);
  const ofClosing = await confirmed(PLANTED, closing);
  const [waiting, batched] = await makeWaitingMails(
    db,
    keys,
    ["w@planted.example", "b@planted.example"],
    NOW,
  );
  await pool.query("UPDATE outbox_mail SET state = 'batched', sent_at = $2 WHERE id = $1", [batched, NOW]);
  await db.mailBatch.create({
    data: { id: randomUUID(), members: [String(batched)], priority: 0, createdAt: NOW, nextAttemptAt: NOW },
  });
  const account = await db.account.create({
    data: {
      id: randomUUID(),
      emailEnc: Uint8Array.from(seal(keys, "account-fields", "account.email", "o@planted.example")),
      emailHash: Uint8Array.from([1]),
      createdAt: NOW,
    },
  });
  await db.session.create({
    data: {
      id: randomUUID(),
      tokenHash: Uint8Array.from([9]),
      accountId: account.id,
      createdAt: NOW,
      expiresAt: later(999),
    },
  });
  await countSignatures(pool, later(30));
  expect(await published(pool)).toBe(4);

  await takeBackup(file, later(1));
  const context = { pool, keys, now: later(2) };
  expect(await withdrawSignature(context, proof(withdrawn, later(2)))).toMatchObject({ ok: true });
  expect(await eraseSignature(context, proof(erased, later(2)), { withdraw: false })).toMatchObject({
    ok: true,
  });
  expect(await eraseSignature(context, proof(erasedAndOut, later(2)), { withdraw: true })).toMatchObject({
    ok: true,
  });
  const newer = await confirmed(`${PLANTED} newer`);
  expect(await eraseSignature(context, proof(newer, later(2)), { withdraw: false })).toMatchObject({
    ok: true,
  });
  await pool.query("UPDATE petition SET state = 'closed', closed_at = $2 WHERE id = $1", [
    closing.id,
    later(3),
  ]);
  await destroyHashKeys(pool, later(28));
  await copyJournal(pool, journalFolder);

  const into = other.url("vigil");
  const done = await restore(into);
  expect(done.formerDatabase).toBeNull();
  expect(done.rows.signature).toBe(5);
  expect(done.settled).toMatchObject({ mails: { doubt: 1, dropped: 1 }, cells: 0 });
  expect(done.settled.replayed).toMatchObject({ withdraw: 2, "forget-code": 1, erase: 1, "hash-key": 1 });

  const restored = openPool(into, 2);
  const row = async (id: string) =>
    (await restored.query("SELECT * FROM signature WHERE id = $1", [id])).rows[0];
  expect(unseal(keys, "personal-fields", "signature.name", (await row(kept)).name_enc)).toBe(PLANTED);
  expect(await row(erased)).toMatchObject({ state: "confirmed", name_enc: null, email_enc: null });
  expect(await row(erasedAndOut)).toMatchObject({
    state: "withdrawn",
    name_enc: null,
    email_enc: null,
    email_hash: null,
  });
  expect(await row(withdrawn)).toMatchObject({ state: "withdrawn", place: null });
  expect(await row(ofClosing)).toMatchObject({ email_hash: null, name_hash: null });
  expect(await row(newer)).toBeUndefined();
  const { rows: closed } = await restored.query("SELECT state, hash_key_enc FROM petition WHERE id = $1", [
    closing.id,
  ]);
  expect(closed).toEqual([{ state: "closed", hash_key_enc: null }]);
  expect((await restored.query("SELECT FROM session")).rowCount).toBe(0);
  expect((await restored.query("SELECT FROM mail_batch")).rowCount).toBe(0);
  const { rows: mails } = await restored.query(
    "SELECT id, state, address_enc FROM outbox_mail WHERE id = ANY ($1)",
    [[waiting, batched]],
  );
  expect(mails).toEqual(
    expect.arrayContaining([
      { id: waiting, state: "dropped", address_enc: null },
      { id: batched, state: "doubt", address_enc: null },
    ]),
  );
  while ((await countSignatures(restored, later(99))).more);
  expect(await published(restored)).toBe(2);
  await checkSecret(restored, keys, later(61));
  // It runs on, and knows what of the journal the next restore needs.
  expect(await knownFiles(restored, later(60))).toEqual(readJournal(journalFolder).files);
  await restored.end();
});

test("a restore refuses a database with signatures, one in use, and a secret that does not fit; nothing is touched", async () => {
  const into = other.url("vigil");
  await expect(restore(into)).rejects.toThrow("add: --replace");
  await withClient(into, () => expect(restore(into, { replace: true })).rejects.toThrow("stop Vigil"));
  const stranger = keyRing("another secret, longer than thirty-two characters");
  const lines = readEncrypted(file, { identity });
  const plan = {
    url: other.url("elsewhere"),
    lines,
    keys: stranger,
    migrations: "prisma/migrations",
    journalFolder,
    replace: false,
    withoutJournal: false,
    withoutPresent: false,
    now: NOW,
  };
  await expect(restoreDatabase(plan)).rejects.toThrow("another APP_SECRET");
  // Put aside, its name would lose its end, and nobody would know it again as put aside.
  await expect(restore(other.url("v".repeat(42)))).rejects.toThrow("1 bytes too long");
  const { rows } = await withClient(other.url("postgres"), (client) =>
    client.query(
      "SELECT datname FROM pg_database WHERE datname LIKE 'v%' OR datname = 'elsewhere' ORDER BY 1",
    ),
  );
  expect(rows).toEqual([{ datname: "vigil" }]);
});

test("a file that does not open or is cut short leaves no database behind", async () => {
  const into = other.url("damaged");
  const stranger = { identity: await generateX25519Identity() };
  await expect(restore(into, { opener: stranger })).rejects.toThrow("does not open with this identity");
  const path = join(folder, "cut.backup");
  const whole = readFileSync(file);
  for (const length of [whole.length * 0.6, whole.length - 1]) {
    writeFileSync(path, whole.subarray(0, Math.floor(length)));
    await expect(restore(into, { path })).rejects.toThrow(/cut short or changed/);
  }
  const { rows } = await withClient(other.url("postgres"), (client) =>
    client.query("SELECT datname FROM pg_database WHERE datname LIKE 'damaged%'"),
  );
  expect(rows).toEqual([]);
});

test("a backup older than the journal, and a journal that lacks what the backup knows of, are refused until asked for", async () => {
  const into = other.url("lacking");
  await expect(restore(into, { now: later(1 + 40 * 24 + 1) })).rejects.toThrow("goes back 40 days only");
  // The first backup knew of no journal, for none had been written.
  const path = join(folder, "two.backup");
  await takeBackup(path, later(29));
  const none = join(folder, "nothing");
  await expect(restore(into, { path, journalFolder: none })).rejects.toThrow(
    `no journal of erasures in ${none}`,
  );
  const stale = join(folder, "stale");
  const { lines } = readJournal(journalFolder);
  for (const line of lines.slice(0, -1)) addToJournal(stale, line.day, [line]);
  await expect(restore(into, { path, journalFolder: stale })).rejects.toThrow("lacks lines of");
  const { rows } = await withClient(other.url("postgres"), (client) =>
    client.query("SELECT datname FROM pg_database WHERE datname LIKE 'lacking%'"),
  );
  expect(rows).toEqual([]);
  // Lines that were dropped at their term, 40 days after their day, are no loss.
  const late = new Date("2026-07-12T00:00:00Z");
  const done = await restore(into, { path, journalFolder: none, withoutJournal: true });
  expect(done.settled.replayed).toMatchObject({ erase: 0, withdraw: 0 });
  const restored = openPool(into, 2);
  await expect(refuseIncomplete(pool, { files: [] }, { folder: none, now: late })).resolves.toBeUndefined();
  await expect(refuseIncomplete(pool, { files: [] }, { folder: none, now: later(60) })).rejects.toThrow(
    "JOURNAL_DIR",
  );
  await expect(
    refuseIncomplete(restored, { files: [] }, { folder: none, now: later(60) }),
  ).resolves.toBeUndefined();
  await restored.end();
});

test("with --replace what the present database alone knows is kept: entries not journaled yet, and never-mail words", async () => {
  const into = other.url("vigil");
  const present = openPool(into, 2);
  const { rows } = await present.query(
    "SELECT id FROM signature WHERE name_enc IS NOT NULL AND state = 'confirmed' AND petition_id = $1",
    [petition.id],
  );
  const id = String(rows[0]?.id);
  expect(
    await eraseSignature({ pool: present, keys, now: later(62) }, proof(id, later(62)), { withdraw: false }),
  ).toMatchObject({ ok: true });
  await suppress(present, Buffer.alloc(16, 7), "never-mail", later(62));
  // The backup was taken before the first such word, and has no key for them.
  const key = await sealedKey(present, keys, "suppression", later(62));
  await present.end();
  const done = await restore(into, { replace: true, now: later(63) });
  expect(done.formerDatabase).toMatch(/^vigil_before_\d{14}$/);
  expect(done.suppressions).toBe(1);
  const restored = openPool(into, 2);
  const row = await restored.query("SELECT name_enc FROM signature WHERE id = $1", [id]);
  expect(row.rows).toEqual([{ name_enc: null }]);
  expect((await restored.query("SELECT FROM suppression WHERE reason = 'never-mail'")).rowCount).toBe(1);
  expect(await sealedKey(restored, keys, "suppression", later(64))).toEqual(key);
  await restored.end();
  await expect(dropFormer(into, "postgres")).rejects.toThrow(
    "is not a database that a restore has put aside",
  );
  await dropFormer(into, String(done.formerDatabase));
});

test("who said 'never mail me' after the backup gets no mail when the live database is lost with all it knew", async () => {
  await pool.query("DELETE FROM suppression");
  const path = join(folder, "words.backup");
  const tokenOf = async (to: string) =>
    issueNeverMailToken(keys, await suppressionHashes(pool, keys, to, NOW));
  const [before, word, complaint] = [
    "early@planted.example",
    "word+tag@planted.example",
    "spam@planted.example",
  ];
  await changeNeverMail({ pool, keys, now: later(70) }, await tokenOf(before), "never");
  await changeNeverMail({ pool, keys, now: later(70) }, await tokenOf(before), "allow");
  await copyJournal(pool, journalFolder);
  await takeBackup(path, later(130));
  await changeNeverMail({ pool, keys, now: later(131) }, await tokenOf(word), "never");
  await changeNeverMail({ pool, keys, now: later(132) }, await tokenOf(word), "never");
  const { mailbox } = await suppressionHashes(pool, keys, complaint, NOW);
  await suppress(pool, mailbox, "complaint", later(131));
  const bounced = await suppressionHashes(pool, keys, "gone@planted.example", NOW);
  await suppress(pool, bounced.exact, "bounce", later(131));
  await copyJournal(pool, journalFolder);
  const written = readJournal(journalFolder).lines.filter(({ kind }) => kind === "never-mail");
  expect(written, "one of a test above").toHaveLength(4);
  expect(JSON.stringify(written)).not.toContain("planted");
  // The secret is changed before the restore; what is hashed does not change with it.
  const after = keyRing(
    "a newer secret, longer than thirty-two characters",
    "a secret for tests only, längér than 32",
  );
  const into = other.url("words");
  const done = await restore(into, { path, keys: after, now: later(133) });
  expect(done.suppressions).toBe(0);
  expect(done.settled.replayed).toMatchObject({ "never-mail": 2, unheard: 0 });
  const restored = openPool(into, 2);
  const ended = async (to: string) => hasEndedMails({ pool: restored, keys: after }, await tokenOf(to));
  expect([await ended(before), await ended(word), await ended(complaint)]).toEqual([false, true, true]);
  const again = await suppressionHasher(restored, after, later(134));
  expect(await suppressedAmong(restored, [again("word@planted.example").mailbox], later(134))).toHaveProperty(
    "size",
    1,
  );
  await restored.end();
  // A backup from before the key of these hashes was made cannot be told.
  const early = await restore(other.url("early"), { now: later(62) });
  expect(early.settled.replayed).toMatchObject({ "never-mail": 0, unheard: 4 });
});

test("a present database that cannot be read is named, and put aside unread when that is asked for", async () => {
  const into = other.url("vigil");
  await withClient(into, (client) => client.query("ALTER TABLE suppression RENAME COLUMN reason TO lost"));
  await expect(restore(into, { replace: true, now: later(65) })).rejects.toThrow(
    /cannot be read \(42703\).*--without-present/,
  );
  await expect(restore(into, { withoutPresent: true, now: later(65) })).rejects.toThrow("add: --replace");
  const done = await restore(into, { replace: true, withoutPresent: true, now: later(66) });
  expect(done.suppressions).toBe(0);
  expect(done.settled.replayed.withdraw).toBe(2);
  await dropFormer(into, String(done.formerDatabase));
});
