import { chmodSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { readSettings } from "@/lib/config/settings";
import { keyRing } from "@/lib/crypto/keys";
import { migrate } from "@/lib/db/migrate";
import { processArguments } from "../scripts/build/processes";
import { keepRunning } from "../scripts/start/child";
import { openDatabase } from "../scripts/start/database";
import { waitUntilReady } from "../scripts/start/ready";
import { seedIfEmpty } from "../scripts/start/seed-if-empty";
import { requireDiscreetLog } from "../scripts/test/private-words";
import { crowd, surge, withDuplicates } from "./support/crowd";
import { linkIn, mailsTo, SLUG } from "./support/signer";

/** PostgreSQL as in production, synced to disk; web and worker as `npm start` keeps them. */
async function startWhole() {
  const folder = mkdtempSync(join(tmpdir(), "vigil-kills-"));
  chmodSync(folder, 0o711); // PostgreSQL's own user has to pass through
  const port = 20_000 + (process.pid % 10_000);
  const secret = "a secret for this journey only, at least 32";
  const settings = readSettings({
    DATA_DIR: folder,
    PORT: String(port),
    APP_SECRET: secret,
    TRUSTED_PROXIES: "loopback",
  });
  const database = await openDatabase(settings);
  await migrate(database.url, join(process.cwd(), "prisma/migrations"));
  await seedIfEmpty(database.url, keyRing(secret));
  const output = openSync(join(folder, "log"), "a");
  const env = {
    ...process.env,
    NODE_ENV: "production" as const,
    DATABASE_URL: database.url,
    APP_SECRET: secret,
    PORT: String(port),
    HOST: "127.0.0.1",
    APP_URL: `http://127.0.0.1:${port}`,
    TRUSTED_PROXIES: "loopback",
  };
  const run = (name: "web" | "worker") =>
    keepRunning({ name, args: processArguments(name), env, output, mayRestart: () => true });
  const children = [run("web"), run("worker")];
  const origin = env.APP_URL;
  await waitUntilReady(origin, new AbortController().signal);
  return {
    origin,
    databaseUrl: database.url,
    folder,
    async stop() {
      await Promise.all(children.map((child) => child.stop()));
      await database.stop();
      const log = readFileSync(join(folder, "log"), "utf8");
      rmSync(folder, { recursive: true, force: true });
      requireDiscreetLog(log, '"msg":"request"');
    },
  };
}

/** Processes whose command line holds all words and that belong to this test. */
function processes(...words: string[]): number[] {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const parent = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      return (
        words.every((word) => command.includes(word)) && (Number(parent) === process.pid || words.length > 1)
      );
    } catch (error) {
      if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
      throw error;
    }
  });
}

test("2,000 people sign through 64 clients at once, 200 of them twice: each hears yes, is there once and gets one mail", async ({
  baseURL,
}) => {
  test.setTimeout(600_000);
  const people = crowd(2_000, `surge${Date.now()}`);
  const { statuses, acknowledged } = await surge(baseURL ?? "", withDuplicates(people, 200), 64);
  expect(statuses).toEqual({ "202": 2_200 });
  expect(acknowledged.size).toBe(2_000);
  const client = new pg.Client({ connectionString: process.env.VIGIL_DATABASE_URL });
  await client.connect();
  const counts = `SELECT count(*)::int AS signatures, count(DISTINCT s.id)::int AS people, count(m.id)::int AS mails
    FROM signature s LEFT JOIN outbox_mail m ON m.subject_id = s.id WHERE s.source = $1`;
  expect((await client.query(counts, [people[0]?.email.split(".")[0]])).rows[0]).toEqual({
    signatures: 2_000,
    people: 2_000,
    mails: 2_000,
  });
  await client.end();
});

test("2,000 people, 200 of them twice, through hard kills of web, worker and database: each is there once with one mail", {
  tag: "@long",
}, async ({ playwright }) => {
  test.setTimeout(600_000);
  const whole = await startWhole();
  try {
    const people = crowd(2_000, "kill");
    /** Kills what is found; a victim that is just being started again is waited for. */
    const kill = async (find: () => number[]) => {
      await expect.poll(() => find().length, { timeout: 30_000 }).toBeGreaterThan(0);
      for (const pid of find()) process.kill(pid, "SIGKILL");
    };
    const killings = (async () => {
      const victims = [
        () => processes("processes/web.mjs"),
        () => processes("processes/worker.mjs"),
        () => processes("bin/postgres", whole.folder),
      ];
      for (let round = 0; round < 6; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1_200));
        await kill(victims[round % 3] ?? (() => []));
      }
    })();
    const { acknowledged } = await surge(whole.origin, withDuplicates(people, 200), 64, true);
    await killings;
    expect(acknowledged.size).toBe(2_000);
    const pool = new pg.Pool({ connectionString: whole.databaseUrl, max: 2 });
    pool.on("error", () => undefined);
    const state = async () =>
      (
        await pool.query(
          `SELECT (SELECT count(*)::int FROM signature) AS signatures, (SELECT count(DISTINCT email_hash)::int FROM signature) AS people,
             (SELECT count(*)::int FROM outbox_mail WHERE state = 'sent') AS sent, (SELECT count(DISTINCT subject_id)::int FROM outbox_mail WHERE state = 'sent') AS mailed`,
        )
      ).rows[0];
    // So many sign-ups that bring no proof of work look like an attack: their mails wait half an hour, which is over now.
    await pool.query("UPDATE outbox_mail SET send_after = now() WHERE state = 'waiting'");
    await expect
      .poll(state, { timeout: 90_000 })
      .toEqual({ signatures: 2_000, people: 2_000, sent: 2_000, mailed: 2_000 });

    const request = await playwright.request.newContext({ baseURL: whole.origin });
    const tokens: (string | undefined)[] = [];
    for (const { email } of people.slice(0, 20))
      tokens.push(
        linkIn((await mailsTo(request, email))[0] ?? never())
          .split("/")
          .pop(),
      );
    const confirmAll = async () => {
      for (const token of tokens) {
        await expect
          .poll(
            async () =>
              (
                await fetch(`${whole.origin}/api/v1/confirmations`, {
                  method: "POST",
                  headers: { "content-type": "application/json" },
                  body: JSON.stringify({ token }),
                }).catch(() => null)
              )?.status,
            { timeout: 60_000 },
          )
          .toBe(200);
      }
    };
    const confirming = confirmAll();
    await kill(() => processes("processes/web.mjs"));
    await kill(() => processes("bin/postgres", whole.folder));
    await confirming;
    await kill(() => processes("processes/worker.mjs"));
    const counted = async () =>
      (await (await fetch(`${whole.origin}/api/v1/petitions/${SLUG}/count`).catch(() => null))?.json())
        ?.confirmed;
    await expect.poll(counted, { timeout: 60_000 }).toBe(20);
    await pool.end();
    await request.dispose();
  } finally {
    await whole.stop();
  }
});

function never(): never {
  throw new Error("no mail");
}
