import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { keepFormerKeys } from "@/lib/db/former-keys";
import { inTransaction } from "@/lib/db/transaction";
import { readAddress } from "@/lib/mail/address";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { relayLocally } from "@/lib/mail/relay-locally";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { DAY, HOUR, MINUTE } from "@/lib/time/durations";
import { confirmationComposer } from "./compose-confirmation";
import { manageLinkComposer } from "./compose-manage-link";
import { forgetMails } from "./forget-mails";
import { requestManageLink } from "./request-manage-link";
import { testSigners } from "./test-signers";

const world = await testDatabase();
const { db, keys, pool } = world;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const people = testSigners(world, NOW);
const petition = await makePetition(db, keys);
const other = await makePetition(db, keys);
const APP_URL = "https://vigil.example.org";
const confirmations = confirmationComposer(keys, APP_URL);
const composers = composersOf({
  "confirm-signature": confirmations,
  "mailbox-full": confirmations,
  "manage-signature": manageLinkComposer(keys, APP_URL),
});
const relay = (now: Date) => relayLocally({ pool, keys, composers, appUrl: APP_URL, now });

async function ask(email: string, now: Date, slug = petition.slug, ring = keys) {
  const read = readAddress(email);
  if (!read.ok) throw new Error(read.problem);
  await requestManageLink({ pool, keys: ring, now }, { slug, email: read.address, locale: "en" });
}
const inbox = async (email: string) => (await localOutbox(pool, keys, email)).length;

test("sign-ups that strangers type keep no signer from the links to their own signature", async () => {
  const { email } = await people.confirmed(petition);
  for (const hours of [0, 1, 2, 3]) {
    await people.sign(other, { email, name: `Stranger ${"abcd"[hours]}` }, later(hours * HOUR));
    await relay(later(hours * HOUR));
  }
  expect(await inbox(email)).toBe(3);
  await ask(email, later(3 * HOUR));
  await relay(later(3 * HOUR));
  expect(await inbox(email)).toBe(4);
});

test("links go 15 minutes apart and three in 14 days; one beyond waits three days, and the sign-up's mails are not touched", async () => {
  const { email } = await people.confirmed(petition);
  await pool.query("DELETE FROM outbox_mail");
  for (const minutes of [0, 5, 15, 30, 45]) {
    await ask(email, later(minutes * MINUTE));
    await relay(later(minutes * MINUTE));
  }
  expect(await inbox(email)).toBe(3);
  expect(await db.outboxMail.findMany({ where: { state: "waiting" } })).toMatchObject([
    { sendAfter: later(30 * MINUTE + 3 * DAY) },
  ]);
  await people.sign(other, { email, name: "Signer" }, later(46 * MINUTE));
  await relay(later(46 * MINUTE));
  expect(await inbox(email)).toBe(4);
  await relay(later(3 * DAY));
  expect(await inbox(email)).toBe(4);
  await relay(later(31 * MINUTE + 3 * DAY));
  expect(await inbox(email)).toBe(5);
  // It can be read for the hour that its link lives, whenever it was asked for.
  await forgetMails(pool, later(81 * MINUTE + 3 * DAY));
  expect(await inbox(email)).toBe(2);
  await forgetMails(pool, later(92 * MINUTE + 3 * DAY));
  expect(await inbox(email)).toBe(1);
});

test("whoever asks for links without end gets seven into a signer's mailbox in 14 days, never more than three days apart", async () => {
  const { email } = await people.confirmed(petition);
  await pool.query("DELETE FROM outbox_mail");
  for (let asked = 0; asked < 28 * DAY; asked += 6 * HOUR) {
    await ask(email, later(asked));
    await relay(later(asked));
  }
  const rows = await db.outboxMail.findMany({ where: { sentAt: { not: null } }, orderBy: { sentAt: "asc" } });
  const moments = rows.map(({ sentAt }) => sentAt?.getTime() ?? Number.NaN);
  const within = moments.map((from) => moments.filter((at) => at >= from && at < from + 14 * DAY).length);
  expect(Math.max(...within)).toBe(7);
  const gaps = moments.slice(1).map((moment, index) => moment - (moments[index] ?? Number.NaN));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(3 * DAY);
});

test("somebody who never confirmed anything gets three mails in 14 days, links included, in whatever order", async () => {
  for (const order of ["links first", "sign-ups first"]) {
    const email = `${randomUUID()}@example.org`;
    const act = async (kind: string, hour: number) => {
      if (kind === "link") await ask(email, later(hour * HOUR));
      else await people.sign(petition, { email, name: `Name ${"abcdefgh"[hour]}` }, later(hour * HOUR));
      await relay(later(hour * HOUR));
    };
    const rest = ["link", "link", "link", "sign", "sign", "sign"];
    if (order === "sign-ups first") rest.reverse();
    for (const [hour, kind] of ["sign", ...rest].entries()) await act(kind, hour);
    expect(await inbox(email), order).toBe(3);
    await ask(email, later(13 * DAY));
    await relay(later(13 * DAY));
    expect(await inbox(email), order).toBe(3);
  }
});

test("an address that never signed gets none", async () => {
  const email = `${randomUUID()}@example.org`;
  await ask(email, NOW);
  expect(await relay(NOW)).toMatchObject({ sent: 0 });
});

test("a change of the secret earns a third person no further mail, neither by sign-ups nor by links", async () => {
  const SECRET = "quite another secret, längér than 32 letters";
  const after = keyRing(SECRET, "a secret for tests only, längér than 32");
  const email = `${randomUUID()}@example.org`;
  await people.sign(petition, { email, name: "Name" }, NOW);
  for (const hours of [0, 1, 2]) {
    if (hours > 0) await ask(email, later(hours * HOUR));
    await relay(later(hours * HOUR));
  }
  expect(await inbox(email)).toBe(3);
  await inTransaction(pool, (client) => keepFormerKeys(client, after, later(DAY)));
  const waiting = (await localOutbox(pool, after, email)).length;
  const relayAfter = (now: Date) => {
    const anew = { ...composers, "manage-signature": manageLinkComposer(after, APP_URL) };
    return relayLocally({ pool, keys: after, composers: anew, appUrl: APP_URL, now });
  };
  for (const hours of [30, 60]) {
    await ask(email, later(hours * HOUR), petition.slug, after);
    expect(await relayAfter(later(hours * HOUR))).toMatchObject({ sent: 0 });
  }
  expect((await localOutbox(pool, after, email)).length).toBe(waiting);
  const dropped = await db.outboxMail.count({
    where: { note: "over the limit per address", kind: "manage-signature" },
  });
  expect(dropped).toBeGreaterThanOrEqual(2);
});
