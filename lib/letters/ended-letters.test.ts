import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { composersOf } from "@/lib/mail/compose";
import { localOutbox } from "@/lib/mail/local-outbox";
import { relayLocally } from "@/lib/mail/relay-locally";
import { DAY, HOUR } from "@/lib/time/durations";
import { eraseLetter } from "./erase-letter";
import { expireLetters } from "./expire-letters";
import { followMails } from "./follow-mails";
import { forgetLetters } from "./forget-letters";
import { moveLetter } from "./move-letter";
import { findOwnLetter } from "./own-letter";
import { refuseLetter } from "./release-letter";
import { sealField } from "./sealed-letter";
import { letterEndedComposer } from "./tell-ended";
import { withdrawLetter } from "./withdraw-letter";
import { later, NOW, writersWorld } from "./writers-world.setup";

const { db, keys, pool, writers, campaign, office, context, desk, row, dispatch } = await writersWorld();

test("of a letter that is destroyed only days are known, of its leaving the week, and what became of it keeps its order", async () => {
  const at = new Date("2026-03-05T21:03:07.123Z");
  const left = await writers.confirmed(campaign, office, at);
  await dispatch(new Date(at.getTime() + 1_000));
  await db.outboxMail.updateMany({ where: { kind: "letter" }, data: { state: "sent", sentAt: at } });
  const follow = { pool, keys, clock: () => new Date(at.getTime() + 2_000), ownerEmail: undefined };
  expect(await followMails(follow)).toBe(1);
  const waiting = await writers.confirmed(campaign, office, at);
  const unclear = await writers.confirmed(campaign, office, at);
  await eraseLetter(context(at), left.token);
  await withdrawLetter(context(at), waiting.token);
  await forgetLetters({ pool, keys }, new Date(at.getTime() + 29 * DAY));
  await db.outboxMail.updateMany({ where: { kind: "letter" }, data: { state: "delivered" } });
  expect(await followMails(follow)).toBe(0);
  for (const { id } of [left, waiting, unclear]) {
    const { rows } = await pool.query("SELECT to_json(l)::text AS row FROM letter l WHERE id = $1", [id]);
    expect(rows[0].row).not.toMatch(/T(?!00:00:00[+"])/);
  }
  expect((await row(left.id)).leftAt).toEqual(new Date("2026-03-02T00:00:00Z"));
  const events = await db.letterEvent.findMany({ where: { letterId: left.id }, orderBy: { at: "asc" } });
  expect(events.map(({ kind }) => kind)).toEqual(["draft", "confirmed", "queued", "leaving", "sent"]);
  expect(events.map(({ at }) => at.toISOString().slice(0, 22))).toEqual(
    Array(5).fill("2026-03-05T00:00:00.00"),
  );
  const found = await findOwnLetter(context(at), left.token);
  expect(found.status === "there" && found.letter).toMatchObject({ timesAreDays: true, endedBy: null });
  const moved = { id: left.id, move: "deliver", actor: "system:letters", now: at } as const;
  expect(await moveLetter(pool, moved)).toBe(true);
  const last = await db.letterEvent.findFirstOrThrow({
    where: { letterId: left.id },
    orderBy: { at: "desc" },
  });
  expect(last).toMatchObject({ kind: "delivered" });
  expect(last.at.toISOString()).toMatch(/^2026-03-05T00:00:00.00/);
  expect((await row(left.id)).stateAt).toEqual(new Date("2026-03-05T00:00:00Z"));
});

test("a letter's page knows who ended it", async () => {
  const ended = async ({ token }: { token: string }, now: Date) => {
    const found = await findOwnLetter(context(now), token);
    return found.status === "there" ? found.letter.endedBy : found.status;
  };
  const scum = { text: "Vážená paní,\n\nYou scum.", claims: "" };
  const [mine, old, here] = [
    await writers.confirmed(campaign, office, NOW),
    await writers.confirmed(campaign, office, NOW),
    await writers.confirmed(campaign, office, NOW, scum),
  ];
  expect(await ended(old, NOW)).toBeNull();
  await withdrawLetter(context(), mine.token);
  await refuseLetter(desk(), here.id);
  const found = await findOwnLetter(context(), here.token);
  expect(found.status === "there" && found.letter.forgottenFrom).toEqual(later(28 * DAY));
  const there = await writers.confirmed(campaign, office, NOW);
  await db.letter.update({ where: { id: there.id }, data: { state: "refused", leftAt: NOW } });
  await forgetLetters({ pool, keys }, later(28 * DAY + HOUR));
  const who = [mine, old, here, there].map((letter) => ended(letter, later(29 * DAY)));
  expect(await Promise.all(who)).toEqual(["writer", "time", "campaign", "office"]);
});

test("a writer who said yes is told by mail that a letter does not leave, and the mail leads to no letter", async () => {
  const email = "jana@example.org";
  const scum = { text: "Vážená paní,\n\nYou scum.", claims: "" };
  const letters = [
    await writers.confirmed(campaign, office, NOW, { email, ...scum, locale: "en" }),
    await writers.confirmed(campaign, office, NOW, { channel: "hand-over", locale: "en" }),
    await writers.confirmed(campaign, office, NOW, { locale: "en" }),
    await writers.confirmed(campaign, office, NOW, { locale: "en", ...scum }),
  ];
  const [refused, carried, waiting, erased] = letters;
  if (!refused || !carried || !waiting || !erased) throw new Error("four letters");
  await pool.query("DELETE FROM outbox_mail");
  await refuseLetter(desk(), refused.id);
  await refuseLetter(desk(), erased.id);
  await eraseLetter(context(), erased.token);
  await forgetLetters({ pool, keys }, later(29 * DAY));
  await forgetLetters({ pool, keys }, later(91 * DAY));
  const composers = composersOf({ "letter-ended": letterEndedComposer() });
  await relayLocally({ pool, keys, composers, appUrl: "https://vigil.example.org", now: later(91 * DAY) });
  const mails = await localOutbox(pool, keys, undefined);
  const told = mails.map(({ text }) => /An organizer|within \d+ days/.exec(text)?.[0]).sort();
  expect(told).toEqual(["An organizer", "within 28 days", "within 90 days"]);
  for (const { text } of mails) expect(text).not.toContain("/letters/sent/");
  expect(await db.outboxMail.count({ where: { kind: "letter-ended", subjectId: { not: null } } })).toBe(0);
  await expireLetters(pool, later(95 * DAY));
  expect(await db.outboxMail.count({ where: { kind: "letter-ended" } })).toBe(0);
});

test("a writer whose address is none to mail to by now keeps nobody's letter beyond its term", async () => {
  const [listed, sealed, other] = [
    await writers.confirmed(campaign, office, NOW),
    await writers.confirmed(campaign, office, NOW),
    await writers.confirmed(campaign, office, NOW),
  ];
  const former = sealField(keys, "email", "jana@mailinator.com");
  const lost = sealField(
    keyRing("a lost secret for tests only, längér than 32"),
    "email",
    "jana@example.org",
  );
  await db.letter.update({ where: { id: listed.id }, data: { emailEnc: Uint8Array.from(former) } });
  await db.letter.update({ where: { id: sealed.id }, data: { emailEnc: Uint8Array.from(lost) } });
  await pool.query("DELETE FROM outbox_mail");
  expect(await forgetLetters({ pool, keys }, later(29 * DAY))).toEqual({ forgotten: 0, givenUp: 3 });
  for (const { id } of [listed, sealed, other])
    expect(await row(id)).toMatchObject({ state: "withdrawn", emailEnc: null, bodyEnc: null });
  expect(await db.outboxMail.count({ where: { kind: "letter-ended" } })).toBe(1);
});
