import { expect, test } from "vitest";
import { openPool } from "@/lib/db/pool";
import { inTransaction } from "@/lib/db/transaction";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { MINUTE } from "@/lib/time/durations";
import { readSigning } from "./schema";
import { signPetition } from "./sign-petition";
import { testSigners } from "./test-signers";

const world = await testDatabase();
const { db, keys } = world;
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const { sign, confirmed } = testSigners(world, NOW);
const person = (email: string) => ({ email, name: "Süzie Łęcka" });

/** A sign-up whose mail waits, at a petition that is defended no more. */
async function suspectedSignUp(email: string) {
  const petition = await makePetition(db, keys);
  const id = await sign(petition, person(email));
  await db.signature.update({ where: { id }, data: { suspected: true } });
  await db.outboxMail.updateMany({ where: { subjectId: id }, data: { sendAfter: later(20 * MINUTE) } });
  return {
    petition,
    id,
    mail: async () => await db.outboxMail.findFirstOrThrow({ where: { subjectId: id } }),
  };
}

test("signing again without suspicion lets the mail that waits go now, and writes no second one", async () => {
  const { petition, id, mail } = await suspectedSignUp("again@example.org");
  await sign(petition, person("another@example.org"), later(2 * MINUTE));
  expect((await mail()).sendAfter, "somebody else").toEqual(later(20 * MINUTE));
  await sign(petition, person("again@example.org"), later(2 * MINUTE));
  expect((await mail()).sendAfter).toEqual(later(2 * MINUTE));
  expect(await db.outboxMail.count({ where: { subjectId: id } })).toBe(1);
  expect(await db.signature.findUnique({ where: { id } })).toMatchObject({ suspected: false });
});

test("signing again under suspicion brings nothing forward", async () => {
  const petition = await makePetition(db, keys);
  await db.petitionDefence.create({ data: { petitionId: petition.id, reason: "burst", since: NOW } });
  const id = await sign(petition, person("slow@example.org"));
  const mail = async () => await db.outboxMail.findFirstOrThrow({ where: { subjectId: id } });
  const { sendAfter } = await mail();
  expect(sendAfter.getTime()).toBeGreaterThanOrEqual(later(15 * MINUTE).getTime());
  await sign(petition, person("slow@example.org"), later(MINUTE));
  expect((await mail()).sendAfter).toEqual(sendAfter);
});

test("a mail that a limit holds back stays held, and one that was sent is not touched", async () => {
  for (const held of [{ note: "soon after the last" }, { state: "sent" }]) {
    const email = `${Object.keys(held)[0]}@example.org`;
    const { petition, id, mail } = await suspectedSignUp(email);
    await db.outboxMail.updateMany({ where: { subjectId: id }, data: held });
    const { sendAfter } = await mail();
    await sign(petition, person(email), later(MINUTE));
    expect((await mail()).sendAfter).toEqual(sendAfter);
  }
});

test("a forgotten signer who is signed up in several processes at once is mailed once", async () => {
  const petition = await makePetition(db, keys);
  const forgotten = person("forgotten@example.org");
  const { id } = await confirmed(petition, { ...forgotten, forgetMe: "on" });
  const read = readSigning({ consent: "on", ...forgotten });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const { signing } = read;
  const pools = [1, 2, 3].map(() => openPool(world.url, 1));
  const now = later(60 * MINUTE);
  const waiting = async () => {
    const { rows } = await world.pool.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    );
    return rows.length;
  };
  // All have begun before the first of them has written: none of their statements sees another's mail.
  const signings = await inTransaction(world.pool, async (client) => {
    await client.query("SELECT FROM signature WHERE id = $1 FOR UPDATE", [id]);
    const begun = pools.map((pool, index) =>
      signPetition({ pool, keys, now }, { slug: petition.slug, signing, peer: `203.0.113.${200 + index}` }),
    );
    await expect.poll(waiting).toBe(pools.length);
    return begun;
  });
  expect((await Promise.all(signings)).map(({ ok }) => ok)).toEqual([true, true, true]);
  expect(await db.outboxMail.count({ where: { subjectId: id } })).toBe(1);
  await Promise.all(pools.map((pool) => pool.end()));
});
