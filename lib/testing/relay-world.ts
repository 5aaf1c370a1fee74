import { afterAll, beforeEach } from "vitest";
import type { Composer, Composers } from "@/lib/mail/compose";
import { providerClient } from "@/lib/mail/provider-client";
import { drainToProvider, type ProviderRelayContext } from "@/lib/mail/relay-to-provider";
import { MAIL_KINDS } from "@/lib/mail/states";
import {
  type MailProvider,
  type MailProviderOptions,
  PROVIDER_KEY,
  SENDER,
  startMailProvider,
} from "./mail-provider";
import { makeWaitingMails, type WaitingMail } from "./outbox-rows";
import { testDatabase } from "./test-database";

/** When the tests of the relay happen, and moments after. */
export const NOW = new Date("2026-03-02T12:00:00Z");
export const later = (span: number) => new Date(NOW.getTime() + span);

/** Addresses of that many people. */
export const many = (count: number) =>
  Array.from({ length: count }, (_, index) => `person${index}@example.org`);

/** Whom a provider took mails for, in that order. */
export const reached = (provider: MailProvider) =>
  provider.accepted.map(({ mail }) => [mail.to].flat().join());

const plain: Composer = async (_, rows) =>
  new Map(
    rows.map(({ id, payload }) => {
      const text = `Text ${payload.note ?? ""} @@neverMailUrl@@`;
      return [id, { mail: { subject: "Předmět", text, html: "<p>Text</p>" } }];
    }),
  );
const composers = Object.fromEntries(MAIL_KINDS.map((kind) => [kind, plain])) as Composers;

/**
 * What tests of the relay need: a database that is emptied before each, providers that end with the file, and a relay
 * whose clock stands at NOW unless told otherwise, so that what was put off becomes due only when a test says so.
 */
export async function relayWorld() {
  const { db, keys, pool } = await testDatabase();
  const started: MailProvider[] = [];
  afterAll(() => Promise.all(started.map((provider) => provider.stop())));
  beforeEach(async () => {
    await pool.query("TRUNCATE outbox_mail, mail_batch, mail_event, suppression");
    await pool.query("UPDATE mail_gate SET next_at = now(), refusals = 0, problem = NULL");
  });
  return {
    db,
    keys,
    pool,
    async provider(options: MailProviderOptions = {}): Promise<MailProvider> {
      const provider = await startMailProvider(options);
      started.push(provider);
      return provider;
    },
    relay(
      to: MailProvider,
      given: Partial<ProviderRelayContext> & { key?: string; now?: Date; signal?: AbortSignal } = {},
    ): Promise<void> {
      const { key = PROVIDER_KEY, now = NOW, signal = new AbortController().signal, ...context } = given;
      const client = providerClient({ RESEND_API_KEY: key, RESEND_BASE_URL: to.url });
      const provider = { client, account: "an account", from: SENDER, rate: 500, maySend: async () => true };
      const world = { pool, keys, composers, appUrl: "https://vigil.example.org", clock: () => now };
      return drainToProvider({ ...world, ...provider, ...context }, signal);
    },
    wait: (addresses: string[], given: WaitingMail = {}) => makeWaitingMails(db, keys, addresses, NOW, given),
    row: (id = "") => db.outboxMail.findUniqueOrThrow({ where: { id } }),
  };
}
