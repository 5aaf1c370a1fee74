import { randomUUID } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { keyRing } from "@/lib/crypto/keys";
import { ensureDatabase } from "@/lib/db/embedded-server";
import { migrate } from "@/lib/db/migrate";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { checkTarget } from "@/lib/letters/check-target";
import { freezeCampaign, resumeOffice, unfreezeCampaign } from "@/lib/letters/freeze-letters";
import { paceOffice } from "@/lib/letters/pace-office";
import { applyEvents } from "@/lib/mail/apply-events";
import { recordEvents } from "@/lib/mail/record-event";
import { type MailProvider, PROVIDER_KEY, SENDER, startMailProvider } from "@/lib/testing/mail-provider";
import { withScratchServer } from "@/lib/testing/scratch-server";
import { startWorkers, type Workers } from "../scripts/drain/workers";
import { type Writers, writeLetters } from "../scripts/drain/write-letters";
import { seedIfEmpty } from "../scripts/start/seed-if-empty";
import { requireDiscreetLog } from "../scripts/test/private-words";
import { SLUG } from "./support/signer";

const LETTERS = 500;
/** A second. Ten is the fastest that an office can be set to; by default it is thirty an hour. */
const PACE = 10;
const KILLS = 6;
const SECRET = "a secret for this journey only, at least 32";
const SEOUL = "cn-emb-kr";
const ADDRESS = "visa@seoul.example.org";
const ORGANIZER = "organizer@example.org";
const APP_URL = "http://localhost:3000";

type House = Writers & { provider: MailProvider; workers: Workers };

test(`${LETTERS} letters to one office leave at its pace through ${KILLS} hard kills; a freeze holds within a second, a bounce pauses the office`, {
  tag: "@long",
}, async () => {
  test.setTimeout(600_000);
  await withHouse(async (house) => {
    const { provider, workers } = house;
    await openSeoul(house);
    await writeLetters(house, { campaign: SLUG, target: SEOUL, people: LETTERS, appUrl: APP_URL });
    expect(lettersOf(provider)).toEqual([]);
    await paceSeoul(house, PACE * 3_600);

    await killSome(house, 200);
    // A worker that starts anew takes seconds on a slow machine, and there are two.
    expectPace(provider, { atLeast: 0.2 });

    const desk = { db: house.db, pool: house.pool, actor: "command:journey", now: new Date() };
    await freezeCampaign(desk, SLUG);
    const frozenAt = Date.now();
    await wait(4_000);
    expect(lettersOf(provider).filter(({ at }) => at > frozenAt + 1_000)).toEqual([]);
    await unfreezeCampaign(desk, SLUG);

    await untilTaken(provider, 300);
    await bounceLast(house);
    await expect.poll(() => pausedFor(house), { timeout: 20_000 }).toBe("bounced");
    await wait(1_000);
    const taken = lettersOf(provider).length;
    await wait(3_000);
    expect(lettersOf(provider).length).toBe(taken);
    await expect.poll(() => noticesOf(provider), { timeout: 30_000 }).toEqual([ORGANIZER]);

    const resuming = { ...desk, pool: house.pool, keys: house.keys, now: new Date() };
    const before = lettersOf(provider).length;
    expect(await resumeOffice(resuming, { campaign: SLUG, target: SEOUL })).toMatchObject({
      ok: true,
      changed: true,
    });
    await untilTaken(provider, LETTERS);
    expectPace(provider, { from: before, atLeast: 0.5 });
    await expect.poll(() => statesOf(house), { timeout: 30_000 }).toEqual({ bounced: 1, sent: LETTERS - 1 });
    await wait(2_000);
    await workers.stop();
    const subjects = lettersOf(provider).map(({ mail }) => mail.subject);
    expect(subjects.toSorted()).toEqual(Array.from({ length: LETTERS }, (_, n) => `Letter ${n}`).sort());
    expect(new Set(lettersOf(provider).map(({ mail }) => mail.reply_to)).size).toBe(LETTERS);
    expect(noticesOf(provider)).toEqual([ORGANIZER]);
  });
});

async function withHouse(work: (house: House) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "vigil-letters-"));
  const output = openSync(join(folder, "log"), "a");
  const keys = keyRing(SECRET);
  try {
    await withScratchServer(async (server) => {
      const databaseUrl = server.url("vigil");
      await ensureDatabase(server, "vigil");
      await migrate(databaseUrl, join(process.cwd(), "prisma/migrations"));
      await seedIfEmpty(databaseUrl, keys);
      const [pool, db, provider] = [
        openPool(databaseUrl),
        openPrisma(databaseUrl),
        await startMailProvider(),
      ];
      const workers = startWorkers(2, environment(databaseUrl, provider.url), output);
      try {
        await work({ pool, db, keys, provider, workers });
      } finally {
        await workers.stop();
        await provider.stop();
        await db.$disconnect();
        await pool.end();
      }
    });
    requireDiscreetLog(readFileSync(join(folder, "log"), "utf8"), "mails handed to the provider");
  } finally {
    closeSync(output);
    rmSync(folder, { recursive: true });
  }
}

function environment(databaseUrl: string, url: string): NodeJS.ProcessEnv {
  const { LOG_LEVEL, ...inherited } = process.env;
  return {
    ...inherited,
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    APP_SECRET: SECRET,
    APP_URL,
    OWNER_EMAIL: ORGANIZER,
    RESEND_API_KEY: PROVIDER_KEY,
    RESEND_BASE_URL: url,
    MAIL_FROM: SENDER,
    MAIL_RATE: "50",
  };
}

/** An organizer has looked up the embassy's address; at first it is so slow that nothing leaves while people write. */
async function openSeoul(house: House): Promise<void> {
  const desk = { db: house.db, actor: "command:journey", now: new Date() };
  const sourceUrl = "https://seoul.example.org/contact";
  const checked = { campaign: SLUG, target: SEOUL, email: ADDRESS, sourceUrl, note: null, anyway: true };
  expect(await checkTarget(desk, checked)).toMatchObject({ ok: true });
  await house.pool.query("UPDATE office_gate SET next_at = now() + interval '1 hour'");
}

async function paceSeoul({ db, pool }: House, perHour: number): Promise<void> {
  const hours = "mon-sun 00:00-24:00";
  const asked = { campaign: SLUG, target: SEOUL, perHour, hours };
  const paced = await paceOffice({ db, actor: "command:journey", now: new Date() }, asked);
  expect(paced.ok).toBe(true);
  await pool.query("UPDATE office_gate SET next_at = now()");
}

/** Letters that the provider has taken for the office. The questions to writers go elsewhere. */
function lettersOf({ accepted }: MailProvider) {
  return accepted.filter(({ mail }) => mail.to === ADDRESS);
}

function noticesOf({ accepted }: MailProvider): unknown[] {
  return accepted.filter(({ mail }) => mail.to === ORGANIZER).map(({ mail }) => mail.to);
}

async function untilTaken(provider: MailProvider, letters: number): Promise<void> {
  await expect
    .poll(() => lettersOf(provider).length, { timeout: 240_000, intervals: [50] })
    .toBeGreaterThanOrEqual(letters);
}

/** Kills either worker, again and again, until that many letters have left. */
async function killSome({ provider, workers }: House, until: number): Promise<void> {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await untilTaken(provider, Math.floor((kill * until) / (KILLS + 1)));
    const pids = workers.pids();
    const victim = pids[kill % pids.length];
    if (victim === undefined) throw new Error("no worker runs");
    process.kill(victim, "SIGKILL");
  }
  await untilTaken(provider, until);
}

/**
 * Never faster than the pace: what waited for a killed worker leaves late, and nothing ever early. Takes the letter to
 * begin with and the least part of the pace.
 */
function expectPace(provider: MailProvider, { from = 0, atLeast }: { from?: number; atLeast: number }): void {
  const moments = lettersOf(provider)
    .slice(from)
    .map(({ at }) => at);
  const [first = 0, last = 0] = [moments[0], moments.at(-1)];
  const rate = ((moments.length - 1) * 1_000) / (last - first);
  process.stdout.write(`${moments.length} letters at ${rate.toFixed(2)} a second, of ${PACE}\n`);
  expect(rate).toBeLessThan(PACE * 1.15);
  expect(rate).toBeGreaterThan(PACE * atLeast);
  for (const [index, at] of moments.entries()) {
    const within = moments.slice(index).filter((other) => other < at + 5_000).length;
    expect(within).toBeLessThan(PACE * 5 * 1.6);
  }
}

async function bounceLast({ pool, keys, provider }: House): Promise<void> {
  const now = new Date();
  const providerId = lettersOf(provider).at(-1)?.id ?? "";
  const event = {
    id: `msg_${randomUUID()}`,
    signedAt: now,
    providerId,
    kind: "bounced",
    at: now,
    to: ADDRESS,
  } as const;
  await recordEvents(pool, keys, [event], now);
  await applyEvents(pool, [providerId], now);
}

async function pausedFor({ db }: House): Promise<string | null> {
  return (await db.officeGate.findFirstOrThrow()).pauseNote;
}

async function statesOf({ db }: House): Promise<Record<string, number>> {
  const groups = await db.letter.groupBy({ by: ["state"], _count: true });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
}
