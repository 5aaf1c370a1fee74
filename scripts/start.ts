import { mkdirSync, realpathSync } from "node:fs";
import { readLegal } from "@/lib/config/legal";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings, type Settings } from "@/lib/config/settings";
import { checkMailSettings } from "@/lib/mail/check-provider";
import { processArguments } from "./build/processes";
import { loadDotEnv, ROOT } from "./project";
import { type Child, keepRunning } from "./start/child";
import { type Database, openDatabase } from "./start/database";
import { holdLock } from "./start/lock";
import { requirePort } from "./start/port";
import { prepare } from "./start/prepare";
import { localOrigin, waitUntilReady } from "./start/ready";
import { ringOf, type Secrets } from "./start/secrets";
import { listenForStop, Stopped, type StopRequest } from "./start/stop-request";
import { complain, describeFailure, say } from "./terminal";

/** `npm start`, second stage: everything, in order, until the operator stops it. */
async function start(stop: StopRequest): Promise<void> {
  loadDotEnv();
  const settings = readSettings(process.env);
  readLegal(settings);
  await holdLock(ROOT, `the project folder ${ROOT}, or building there`);
  if (!settings.DATABASE_URL) await holdLock(dataFolder(settings), `the data folder ${settings.DATA_DIR}`);
  await requirePort(settings.PORT, settings.HOST, stop.signal);
  stop.check();
  const warnings = await Promise.race([checkMailSettings(settings), stop.wished]);
  for (const line of warnings ?? []) complain(`Warning: ${line}`);
  stop.check();
  const database = await openDatabase(settings);
  try {
    await runOn(database, settings, stop);
  } finally {
    await database.stop();
  }
}

/** The data folder's path with links resolved; made where it is missing. */
function dataFolder({ DATA_DIR }: Settings): string {
  try {
    mkdirSync(DATA_DIR, { recursive: true, mode: 0o711 });
    return realpathSync(DATA_DIR);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new OperatorError(
      `The data folder ${DATA_DIR} cannot be made (${code}); make it writable, or set DATA_DIR to one that is.`,
      { cause },
    );
  }
}

async function runOn(database: Database, settings: Settings, stop: StopRequest): Promise<void> {
  stop.check();
  const secrets = await prepare(settings, database.url, stop);
  let started = false;
  const env = {
    ...process.env,
    NODE_ENV: "production" as const,
    DATABASE_URL: database.url,
    APP_SECRET: secrets.secret,
    APP_SECRET_OLD: secrets.former ?? "",
  };
  const run = (name: "web" | "worker") =>
    keepRunning({ name, args: processArguments(name), env, mayRestart: () => started });
  const children = [run("web"), run("worker")];
  try {
    await untilStopped(database, children, stop, async () => {
      const ready = waitUntilReady(localOrigin(settings.HOST, settings.PORT), stop.signal);
      const [link] = await Promise.all([ownerLink(settings, database.url, secrets), ready]);
      started = true;
      if (!stop.signal.aborted) announce(settings, link);
    });
  } finally {
    if (stop.signal.aborted) say("Stopping …");
    await Promise.all(children.map((child) => child.stop()));
  }
}

/** Returns when the operator asks to stop; throws when a part cannot be kept running. */
async function untilStopped(
  database: Database,
  children: Child[],
  stop: StopRequest,
  begin: () => Promise<void>,
): Promise<void> {
  const failures = [database.failed, ...children.map((child) => child.failed)];
  const failed = Promise.race(failures).then((line) => {
    throw new OperatorError(line);
  });
  await Promise.race([failed, begin()]);
  await Promise.race([failed, stop.wished]);
}

function announce(settings: Settings, link: string): void {
  say(`Vigil is at ${settings.APP_URL}`);
  if (!settings.RESEND_API_KEY)
    say(`Its mails are at ${settings.APP_URL}/outbox (RESEND_API_KEY is not set, so none is sent).`);
  say(`Sign in as the owner, once, with: ${link}`);
  say("Stop it with Ctrl-C.");
}

async function ownerLink(settings: Settings, databaseUrl: string, secrets: Secrets): Promise<string> {
  const { openPrisma } = await import("@/lib/db/prisma");
  const { issueOwnerSignInLink } = await import("@/lib/people/issue-sign-in-link");
  const db = openPrisma(databaseUrl);
  const ownerEmail = settings.OWNER_EMAIL ?? "owner@vigil.invalid";
  try {
    return await issueOwnerSignInLink({
      db,
      keys: ringOf(secrets),
      appUrl: settings.APP_URL,
      ownerEmail,
      now: new Date(),
    });
  } finally {
    await db.$disconnect();
  }
}

const stop = listenForStop();
try {
  await start(stop);
} catch (error) {
  if (!(error instanceof Stopped)) {
    complain(describeFailure(error));
    process.exitCode = 1;
  }
}
// Nothing of ours runs any more; a socket or timer of a library must not keep this process.
process.exit();
