import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { seal } from "@/lib/crypto/seal";
import { withClient } from "@/lib/db/connection";
import { formerName } from "@/lib/db/former-databases";
import { recordRetention, retentionDays } from "@/lib/db/retention-record";
import { log } from "@/lib/logging/log";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign, makePetition } from "@/lib/testing/world";
import { due, retain } from "./retention";

const { db, pool, keys, url } = await testDatabase();
const folder = mkdtempSync(join(tmpdir(), "vigil-retention-"));
afterAll(() => rmSync(folder, { recursive: true }));
const context = { pool, db, keys, journalFolder: join(folder, "journal") };
const NOW = new Date("2026-05-01T12:00:00Z");
const DAY = 86_400_000;
const after = (days: number) => new Date(NOW.getTime() + days * DAY);

async function signed(campaignId: string) {
  const petition = await makePetition(db, keys, { campaignId });
  return await db.signature.create({
    data: {
      id: randomUUID(),
      petitionId: petition.id,
      versionId: petition.versionId,
      state: "confirmed",
      display: "public",
      locale: "en",
      country: "CZ",
      forgetMe: false,
      updates: true,
      nameEnc: Uint8Array.from(seal(keys, "personal-fields", "signature.name", "Łucja")),
      emailEnc: Uint8Array.from(seal(keys, "personal-fields", "signature.email", "l@example.org")),
      requestedAt: NOW,
      mailedAt: NOW,
      mailRequest: randomUUID(),
      expiresAt: NOW,
      countedAt: NOW,
    },
  });
}

test("names and addresses go 12 months after their campaign ended, and stay counted; a live one keeps them", async () => {
  const ended = await makeCampaign(db, { state: "won" });
  const live = await makeCampaign(db);
  const [gone, kept] = [await signed(ended.id), await signed(live.id)];
  await retain(context, NOW); // writes down that it is over
  expect(await db.campaign.findUniqueOrThrow({ where: { id: ended.id } })).toMatchObject({ endedAt: NOW });
  expect(await due(context, after(364))).toMatchObject({ persons: 0 });
  expect(await due(context, after(365))).toMatchObject({ persons: 1 });
  expect(await retain(context, after(365))).toMatchObject({ persons: 1 });
  const row = await db.signature.findUniqueOrThrow({ where: { id: gone.id } });
  expect(row).toMatchObject({
    nameEnc: null,
    emailEnc: null,
    reasonEnc: null,
    state: "confirmed",
    country: "CZ",
    display: "counted",
  });
  expect(row.countedAt).toEqual(NOW);
  expect((await db.signature.findUniqueOrThrow({ where: { id: kept.id } })).nameEnc).not.toBeNull();
  expect(await retain(context, after(366))).toMatchObject({ persons: 0 });
  const marked = await db.campaign.findMany({ where: { personsForgottenAt: { not: null } } });
  expect(marked).toMatchObject([{ id: ended.id, personsForgottenAt: after(366) }]);
  await signed(ended.id); // as a late hand would
  expect(await retain(context, after(366.9))).toMatchObject({ persons: 0 });
  expect(await retain(context, after(367))).toMatchObject({ persons: 1 });
});

test("each run is written down: per day, from where the last ended, with the sum of rows and nothing of them", async () => {
  const at = (minutes: number) => new Date(Date.UTC(2027, 0, 1, 23, minutes));
  await recordRetention(pool, "a-job", { mails: 2 }, at(0));
  await recordRetention(pool, "a-job", { mails: 1, events: 5 }, at(10));
  await recordRetention(pool, "a-job", { mails: 4 }, at(70));
  const days = (await retentionDays(pool, 50)).filter(({ job }) => job === "a-job");
  expect(days).toEqual([
    { job: "a-job", day: "2027-01-02", from: at(10), to: at(70), runs: 1, counts: { mails: 4 } },
    { job: "a-job", day: "2027-01-01", from: null, to: at(10), runs: 2, counts: { mails: 3, events: 5 } },
  ]);
});

test("a database that a restore has put aside is told of, and goes after 35 days; others stay", async () => {
  const own = new URL(url).pathname.slice(1);
  const [old, young, another] = [
    formerName(own, after(-35)),
    formerName(own, after(-34)),
    `${own}_2_before_20200101000000`,
  ];
  const run = (sql: string) => withClient(url, (client) => client.query(sql));
  const standing = async () => {
    const { rows } = await run(`SELECT datname FROM pg_database WHERE starts_with(datname, '${own}_')`);
    return rows.map(({ datname }) => datname).sort();
  };
  const warnings = vi.spyOn(log(), "warn");
  for (const name of [old, young, another]) await run(`CREATE DATABASE ${name}`);
  try {
    expect(await due(context, NOW)).toMatchObject({ formerDatabases: 1 });
    expect(await standing()).toHaveLength(3);
    expect(await retain(context, NOW)).toMatchObject({ formerDatabases: 1 });
    expect(await standing()).toEqual([another, young].sort());
    expect(warnings.mock.calls.map(([fields]) => fields)).toEqual([
      { database: young, since: after(-34), goes: after(1) },
    ]);
    expect(await retain(context, after(1))).toMatchObject({ formerDatabases: 1 });
    expect(await standing()).toEqual([another]);
  } finally {
    for (const name of [old, young, another]) await run(`DROP DATABASE IF EXISTS ${name}`);
  }
});
