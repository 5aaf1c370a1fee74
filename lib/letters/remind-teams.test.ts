import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { accountHash, sealAccountAddress } from "@/lib/people/account-fields";
import { NOW } from "@/lib/testing/relay-world";
import { DAY } from "@/lib/time/durations";
import { leavingWorld } from "./letters-leave.setup";
import { makePacket } from "./make-packet";
import { printPacket } from "./print-packet";
import { remindTeams } from "./remind-teams";
import { LETTERS_FORWARDED_AT_ONCE } from "./reply-limits";
import { makeLetter, makeOffice } from "./test-letters";
import { withdrawRow } from "./withdraw-letter";

const world = await leavingWorld();
const { db, keys, pool, writers, campaign, relay, provider } = world;
const remind = (now: Date) => remindTeams({ pool, keys, ownerEmail: "owner@example.org" }, now);
const after = (days: number) => new Date(NOW.getTime() + days * DAY);

async function member(role: string): Promise<string> {
  const email = `${role}-${randomUUID()}@example.org`;
  await db.account.create({
    data: {
      ...{ id: randomUUID(), createdAt: NOW },
      ...{ emailEnc: sealAccountAddress(keys, email), emailHash: accountHash(keys, email) },
      memberships: { create: { campaignId: campaign.id, role, createdAt: NOW } },
    },
  });
  return email;
}

test("while letters are held, or a check runs out, each pass tells the team; else nobody is told", async () => {
  const told = [await member("moderator"), await member("organizer"), "owner@example.org"];
  await member("analyst");
  const office = await writers.office(campaign, NOW);
  await writers.confirmed(campaign, office, NOW);
  expect(await remind(after(1))).toBe(0);
  const { id } = await writers.confirmed(campaign, office, NOW, { text: "You scum.", claims: "" });
  expect(await remind(after(1))).toBe(3);
  const mails = await provider();
  await relay(mails, after(1));
  expect(mails.accepted.map(({ mail }) => mail.to).sort()).toEqual(told.sort());
  expect(mails.accepted[0]?.mail.text).toContain("1 letter is held");
  expect(mails.accepted[0]?.mail.text).not.toMatch(/scum|runs out/);
  await db.letter.deleteMany({ where: { id } });

  expect(await remind(after(80))).toBe(0);
  expect(await remind(after(81))).toBe(3);
  await relay(mails, after(81));
  expect(mails.accepted.at(-1)?.mail.text).toContain(office.key);
  // Once it has run out, only where letters wait for the office.
  expect(await remind(after(91))).toBe(3);
  await db.letter.deleteMany({ where: { targetId: office.id } });
  expect(await remind(after(91))).toBe(0);
  await db.campaign.update({ where: { id: campaign.id }, data: { state: "won" } });
  expect(await remind(after(81))).toBe(0);
  await db.campaign.update({ where: { id: campaign.id }, data: { state: "live" } });
});

test("letters that were taken back from a printed packet are told of until it is printed again, also after the campaign", async () => {
  const office = await makeOffice({ db }, campaign.id);
  const letters = [];
  for (let n = 0; n < 3; n += 1) {
    const { id } = await makeLetter(world, office, { state: "confirmed" });
    await db.letter.update({ where: { id }, data: { channel: "hand-over", leftAt: null } });
    letters.push(id);
  }
  const desk = { pool, keys, actor: "command:letters", now: after(1) };
  const made = await makePacket(desk, { campaign: campaign.slug, target: office.key, addressee: null });
  if (!made.ok) throw new Error(made.reason);
  const print = () => printPacket(desk, { id: made.id, paper: "a4", appUrl: "https://vigil.example" });
  const takeBack = (id = "") => inTransaction(pool, (client) => withdrawRow(client, id, "writer", after(1)));
  expect(await said(after(1))).toBe("");
  await takeBack(letters.pop());
  await takeBack(letters.pop());
  await db.campaign.update({ where: { id: campaign.id }, data: { state: "won" } });
  expect(await said(after(1))).toContain("2 letters were taken back after the packet was printed");
  await print();
  expect(await said(after(2))).toBe("");
  await takeBack(letters.pop());
  expect(await said(after(2))).toContain("1 letter was taken back");
  expect(await print()).toEqual({ ok: false, reason: "nothing-left" });
  expect(await said(after(3))).toBe("");
  await db.campaign.update({ where: { id: campaign.id }, data: { state: "live" } });
});

/** What the daily mail says, to the operator alone. */
async function said(now: Date): Promise<string> {
  await remind(now);
  const mails = await provider();
  await relay(mails, now);
  return mails.accepted.map(({ mail }) => mail.text).join("\n");
}

test("letters that wait for an office that may not be sent to are told of, whyever that is", async () => {
  const make = () => writers.office(campaign, NOW);
  const offices = [await make(), await make(), await make()] as const;
  const idle = await writers.office(campaign, NOW);
  for (const office of offices) await writers.confirmed(campaign, office, NOW);
  expect(await said(after(1))).toBe("");
  const [gone, closed, listed] = offices;
  const found = [
    { targetId: gone.id, email: null },
    { targetId: idle.id, email: null },
    { targetId: listed.id, email: "urad@mailinator.com" },
  ];
  for (const each of found)
    await db.targetCheck.create({
      data: {
        ...{ ...each, id: randomUUID(), checkedAt: after(1), checkedBy: "command:test" },
        sourceUrl: "https://urad.example/",
      },
    });
  await db.target.update({ where: { id: closed.id }, data: { kind: "none" } });
  const text = await said(after(1));
  for (const { key } of offices) expect(text).toContain(key);
  expect(text).not.toContain(idle.key);
});

test("answers that wait to be sent on, or that writers offer, are told of until the team decides, also after the campaign", async () => {
  const office = await makeOffice({ db }, campaign.id);
  const reply = async (data: Record<string, unknown>) => {
    const letter = await makeLetter(world, office);
    return await db.letterReply.create({
      data: {
        ...{ id: randomUUID(), campaignId: campaign.id, targetId: office.id, letterId: letter.id },
        ...{ via: "relay", kind: "answer", receivedAt: NOW, moderation: "private", ...data },
        textEnc: Uint8Array.from(Buffer.from("sealed")),
      },
    });
  };
  await db.campaign.update({ where: { id: campaign.id }, data: { state: "won" } });
  for (let n = 0; n < LETTERS_FORWARDED_AT_ONCE; n += 1) await reply({ providerId: "mail-for-many" });
  expect(await said(after(1))).toBe("");
  const last = await reply({ providerId: "mail-for-many" });
  expect(await said(after(1))).toContain("1 answer waits for the team");
  const offered = await reply({ providerId: "mail-for-one", moderation: "offered" });
  expect(await said(after(1))).toContain("2 answers wait for the team");
  await db.letterReply.deleteMany({ where: { id: { in: [offered.id, last.id] } } });
  expect(await said(after(1))).toBe("");
});
