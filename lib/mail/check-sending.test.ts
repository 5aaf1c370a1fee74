import { afterAll, beforeEach, expect, test } from "vitest";
import {
  type MailProvider,
  PROVIDER_KEY,
  SENDER,
  SENDING_KEY,
  startMailProvider,
} from "@/lib/testing/mail-provider";
import { testDatabase } from "@/lib/testing/test-database";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { providerAccount, requireSendingAllowed, sendingWatch } from "./check-sending";
import { mailHealth } from "./mail-health";
import { giveWay, takeTurn } from "./rate-gate";

const { pool } = await testDatabase();
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const started: MailProvider[] = [];
afterAll(() => Promise.all(started.map((provider) => provider.stop())));
beforeEach(() =>
  pool.query(
    "UPDATE mail_gate SET next_at = now(), turns = '{}', refusals = 0, problem = NULL, checked_at = NULL, checked_as = NULL",
  ),
);

async function provider() {
  const running = await startMailProvider();
  started.push(running);
  return running;
}
const to = ({ url }: MailProvider, key = PROVIDER_KEY) => ({
  RESEND_API_KEY: key,
  RESEND_BASE_URL: url,
  MAIL_FROM: SENDER,
  MAIL_RATE: 50,
});
function track(running: MailProvider, on: boolean) {
  for (const domain of running.domains) domain.click_tracking = on;
}

test("what one worker found in order is not asked again by another for an hour", async () => {
  const running = await provider();
  await Promise.all([1, 2, 3].map(() => requireSendingAllowed(pool, to(running), NOW)));
  const asked = running.requests.length;
  expect(asked).toBe(2);
  await requireSendingAllowed(pool, to(running), later(59 * MINUTE));
  expect(running.requests).toHaveLength(asked);
  await requireSendingAllowed(pool, to(running), later(61 * MINUTE));
  expect(running.requests).toHaveLength(2 * asked);
});

test("tracking that somebody turns on stops mails within the hour, says why, and off again lets them go", async () => {
  const running = await provider();
  const maySend = sendingWatch(pool, to(running));
  expect(await maySend(NOW)).toBe(true);
  track(running, true);
  expect(await maySend(later(30 * MINUTE))).toBe(true);
  expect(await maySend(later(HOUR + 2 * MINUTE))).toBe(false);
  expect((await mailHealth(pool, NOW)).problem).toMatch(
    /^MAIL_FROM: the domain example\.org has click tracking on/,
  );
  const asked = running.requests.length;
  expect(await maySend(later(HOUR + 2 * MINUTE + 1))).toBe(false);
  expect(running.requests).toHaveLength(asked);
  track(running, false);
  expect(await maySend(later(HOUR + 4 * MINUTE))).toBe(true);
  expect((await mailHealth(pool, NOW)).problem).toBeNull();
});

test("a provider that cannot be asked is asked again, and nothing leaves before it has once said yes", async () => {
  const running = await provider();
  track(running, true);
  running.fail({ answer: { status: 503 } });
  const maySend = sendingWatch(pool, to(running));
  expect(await maySend(NOW)).toBe(false);
  expect(await maySend(later(2 * MINUTE)), "it answers, and tracks").toBe(false);
  track(running, false);
  expect(await maySend(later(4 * MINUTE))).toBe(true);
  running.fail({ answer: { status: 503 } }, 2);
  expect(await maySend(later(2 * HOUR)), "what it said today still counts").toBe(true);
  expect(await maySend(later(2 * DAY)), "what it said two days ago does not").toBe(false);
});

test("a key that may only send is believed; another key is asked about anew", async () => {
  const running = await provider();
  await requireSendingAllowed(pool, to(running, SENDING_KEY), NOW);
  await requireSendingAllowed(pool, to(running, SENDING_KEY), later(MINUTE));
  expect(running.requests).toHaveLength(1);
  await requireSendingAllowed(pool, to(running), later(MINUTE));
  expect(running.requests.length).toBeGreaterThan(1);
  await expect(requireSendingAllowed(pool, to(running, "re_wrong"), later(MINUTE))).rejects.toThrow(
    /^RESEND_API_KEY: /,
  );
});

test("one account has one digest, however its address is written", () => {
  const digest = (RESEND_BASE_URL: string) => providerAccount({ RESEND_API_KEY: "re_1", RESEND_BASE_URL });
  expect(digest("https://mail.example.org/")).toBe(digest("https://mail.example.org"));
  expect(digest("https://mail.example.org")).not.toBe(digest("https://other.example.org"));
});

test("requests that are no mails take turns too, and none that was taken meanwhile is forgotten", async () => {
  await Promise.all([giveWay(pool, 5, 2), takeTurn(pool, 5), giveWay(pool, 5, 2)]);
  const { rows } = await pool.query(
    "SELECT cardinality(turns) AS turns, next_at > clock_timestamp() + interval '800 milliseconds' AS far FROM mail_gate",
  );
  expect(rows).toEqual([{ turns: 5, far: true }]);
});
