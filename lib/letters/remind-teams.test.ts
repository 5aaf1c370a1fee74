import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { accountHash, sealAccountAddress } from "@/lib/people/account-fields";
import { NOW } from "@/lib/testing/relay-world";
import { DAY } from "@/lib/time/durations";
import { leavingWorld } from "./letters-leave.setup";
import { remindTeams } from "./remind-teams";

const { db, keys, pool, writers, campaign, relay, provider } = await leavingWorld();
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

test("while letters are held, or a check runs out, the team is told once a day; else nobody is", async () => {
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

  expect(await remind(after(79))).toBe(0);
  expect(await remind(after(80))).toBe(3);
  await relay(mails, after(80));
  expect(mails.accepted.at(-1)?.mail.text).toContain(office.key);
  // Once it has run out, only where letters wait for the office.
  expect(await remind(after(91))).toBe(3);
  await db.letter.deleteMany({ where: { targetId: office.id } });
  expect(await remind(after(91))).toBe(0);
  await db.campaign.update({ where: { id: campaign.id }, data: { state: "won" } });
  expect(await remind(after(80))).toBe(0);
});
