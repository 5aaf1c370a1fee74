import type pg from "pg";
import { replyDomain, senderAddress } from "@/lib/config/mail-settings";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { copyJournal } from "@/lib/db/copy-journal";
import { pool } from "@/lib/db/pool";
import { askAnswerComposer } from "@/lib/letters/compose-ask-answer";
import { letterConfirmationComposer } from "@/lib/letters/compose-letter-confirmation";
import { letterComposer, lettersMayLeave } from "@/lib/letters/compose-letter-mail";
import { letterTestComposer } from "@/lib/letters/compose-letter-test";
import { officeTroubleComposer } from "@/lib/letters/compose-office-trouble";
import { replyComposer } from "@/lib/letters/compose-reply-forward";
import { dispatchLetters } from "@/lib/letters/dispatch-letters";
import { followMails } from "@/lib/letters/follow-mails";
import { ownLetterLinks } from "@/lib/letters/own-letter-links";
import { receiveReplies } from "@/lib/letters/receive-reply";
import { letterEndedComposer } from "@/lib/letters/tell-ended";
import { describeError, log } from "@/lib/logging/log";
import type { Batch } from "@/lib/mail/batches";
import { providerAccount, sendingWatch } from "@/lib/mail/check-sending";
import type { Composers } from "@/lib/mail/compose";
import { providerClient } from "@/lib/mail/provider-client";
import { drainLocally } from "@/lib/mail/relay-locally";
import { drainToProvider } from "@/lib/mail/relay-to-provider";
import { WRITTEN_PRIORITY } from "@/lib/mail/states";
import { signInComposer } from "@/lib/people/compose-sign-in";
import { confirmationComposer } from "@/lib/signatures/compose-confirmation";
import { manageLinkComposer } from "@/lib/signatures/compose-manage-link";
import { countSignatures } from "@/lib/signatures/count-signatures";
import { watchPetitions } from "@/lib/signatures/watch-petitions";
import { SECOND } from "@/lib/time/durations";
import { pauseUnless } from "@/lib/time/pause";

/** A mail waits at most this long for a free worker. */
const RELAY_EVERY = 250;
/** A count is at most 3 s old on its way to a reader; the pass takes its share of it. */
const COUNT_EVERY = SECOND;
/** A letter whose turn has come waits at most this long. */
const DISPATCH_EVERY = 250;
/** What became of a letter's mail is known to its writer, and stops an office, this soon. */
const FOLLOW_EVERY = SECOND;
/** An attack is met within this time. */
const WATCH_EVERY = 10 * SECOND;
/** An erasure is outside the database, for a restore to repeat, this soon. */
const JOURNAL_EVERY = 2 * SECOND;
/** An answer to a letter is with its writer within the minute. */
const REPLIES_EVERY = 5 * SECOND;
const HEARTBEAT_EVERY = 5 * SECOND;
/** A database that is away is not asked more often than this. */
const AFTER_FAILURE = 2 * SECOND;

export type Stoppable = { stop(): Promise<void> };

/** Starts what a worker does all the time. Takes the worker's id, for its heartbeat. */
export function startLoops(workerId: string): Stoppable {
  const loops = [
    every(HEARTBEAT_EVERY, "heartbeat", () => beat(workerId, new Date()), 0),
    every(COUNT_EVERY, "counting pass", countAll),
    every(RELAY_EVERY, "relay pass", relay(), 0),
    every(JOURNAL_EVERY, "journal", async () => {
      await copyJournal(pool(), settings().JOURNAL_DIR);
    }),
    every(WATCH_EVERY, "watch", watch),
    every(DISPATCH_EVERY, "letters", async (signal) => {
      await dispatchLetters({ pool: pool(), keys: appKeys(), clock: () => new Date() }, signal);
    }),
    every(FOLLOW_EVERY, "letters' mails", async () => {
      const ownerEmail = settings().OWNER_EMAIL;
      await followMails({ pool: pool(), keys: appKeys(), clock: () => new Date(), ownerEmail });
    }),
    every(REPLIES_EVERY, "answers to letters", receive()),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** One relay pass: to the provider where there is one, else to the local outbox. */
function relay(): (signal: AbortSignal) => Promise<void> {
  const { APP_URL: appUrl, MAIL_FROM: from, MAIL_RATE: rate, ...rest } = settings();
  const confirmation = confirmationComposer(appKeys(), appUrl);
  // Without a provider nothing leaves this machine, and the sender is not shown.
  const sender = { from: senderAddress(from ?? "") ?? "", replyDomain: replyDomain(settings()) };
  const composers: Composers = {
    "confirm-signature": confirmation,
    "mailbox-full": confirmation,
    "manage-signature": manageLinkComposer(appKeys(), appUrl, ownLetterLinks(appKeys(), appUrl)),
    "sign-in": signInComposer(appKeys(), appUrl),
    "confirm-letter": letterConfirmationComposer(appKeys(), appUrl),
    "letter-ended": letterEndedComposer(),
    letter: letterComposer(appKeys(), sender),
    "letter-test": letterTestComposer(sender),
    "office-trouble": officeTroubleComposer(),
    reply: replyComposer(appKeys()),
    "ask-answer": askAnswerComposer(appKeys(), appUrl),
  };
  const context = { pool: pool(), keys: appKeys(), composers, appUrl };
  const clock = () => new Date();
  if (!rest.RESEND_API_KEY || !from) return () => drainLocally(context, clock);
  const provider = { client: providerClient(rest), account: providerAccount(settings()), from, rate };
  const maySend = sendingWatch(pool(), settings());
  const mayLeave = async (client: pg.PoolClient, { priority, members }: Batch) =>
    priority !== WRITTEN_PRIORITY || (await lettersMayLeave(client, members));
  return (signal) => drainToProvider({ ...context, ...provider, clock, maySend, mayLeave }, signal);
}

/** Fetches what came in for letters, where a provider takes mail in. */
function receive(): (signal: AbortSignal) => Promise<void> {
  const { MAIL_FROM: from, MAIL_RATE: rate, ...rest } = settings();
  if (!rest.RESEND_API_KEY || !from) return async () => undefined;
  const domain = replyDomain(settings());
  const context = { pool: pool(), keys: appKeys(), client: providerClient(rest), rate, from, domain };
  return async (signal) => {
    await receiveReplies({ ...context, clock: () => new Date() }, signal);
  };
}

/** What operators see of an attack: that a petition is defended, why, and that it is over. */
async function watch(): Promise<void> {
  for (const { petition, began, glance } of await watchPetitions(pool(), new Date())) {
    if (began) log().warn({ petition, reason: began, ...glance }, "petition is defended");
    else log().info({ petition, ...glance }, "petition is calm again");
  }
}

async function countAll(): Promise<void> {
  while ((await countSignatures(pool(), new Date())).more);
}

async function beat(workerId: string, now: Date): Promise<void> {
  await pool().query(
    "INSERT INTO worker_heartbeat (worker_id, seen_at) VALUES ($1, $2) ON CONFLICT (worker_id) DO UPDATE SET seen_at = excluded.seen_at",
    [workerId, now],
  );
  await pool().query("DELETE FROM worker_heartbeat WHERE seen_at < $1", [
    new Date(now.getTime() - 24 * 3600 * SECOND),
  ]);
}

/**
 * Runs `work` again and again with a pause between, never twice at once; a failure is logged and the next run tries
 * again. What is not said to begin at once leaves a worker that starts in a surge to the mails first.
 */
function every(
  milliseconds: number,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  first = milliseconds,
): Stoppable {
  const stopping = new AbortController();
  const running = (async () => {
    await pauseUnless(stopping.signal, first);
    while (!stopping.signal.aborted) {
      const failed = await work(stopping.signal).then(
        () => false,
        (error: unknown) => {
          log().error({ error: describeError(error) }, `${name} failed`);
          return true;
        },
      );
      await pauseUnless(stopping.signal, failed ? Math.max(milliseconds, AFTER_FAILURE) : milliseconds);
    }
  })();
  return {
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
