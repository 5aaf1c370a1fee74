import { expect, test } from "vitest";
import { issueToken } from "@/lib/crypto/token";
import { tellAnswer } from "@/lib/letters/tell-answer";
import { makeLetter, makeOffice } from "@/lib/letters/test-letters";
import { testWriters } from "@/lib/letters/test-writers";
import { npmCommand } from "@/lib/testing/npm-script";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { runLetters } from "./run";

const world = await testDatabase();
const { db, url } = world;
const script = npmCommand("letters", runLetters);
const letters = (...args: string[]) =>
  script(args, { ...process.env, DATABASE_URL: url, JOURNAL_DIR: ".vigil-journal", LOG_LEVEL: "error" });

test("whoever runs the house sees how letters stand, reads held ones, decides, and stops all", async () => {
  const now = new Date();
  const writers = testWriters(world);
  const campaign = await makeCampaign(db);
  await writers.template(campaign, now);
  const office = await writers.office(campaign, now, { perHour: 30 });
  await writers.confirmed(campaign, office, now);
  const rude = { text: "Vážená paní,\n\nYou scum. \u00a0Proč?", claims: "" };
  const one = await writers.confirmed(campaign, office, now, rude);
  const two = await writers.confirmed(campaign, office, now, rude);

  const status = await letters("status");
  expect(status).toMatchObject({ code: 0, err: "" });
  expect(status.out).toContain(
    `${office.key}: held 2\n${office.key}, ${office.address}: queued 1; 30 an hour`,
  );
  expect(status.out).toMatch(
    /an hour, mon-sun 00:00-24:00 \(Asia\/Seoul\), next \d{4}-\d\d-\d\d \d\d:\d\d there \(/,
  );
  const held = await letters("held");
  expect(held.out).toMatch(new RegExp(`${one.id}  \\S+  ${office.key}  abuse\n`));
  expect(held.out).toContain("2 held;");
  const shown = await letters("show", one.id);
  expect(shown.out).toContain("You scum.");
  expect(shown.out).not.toContain(one.fields.email);
  expect(await letters("release", one.id, "x")).toMatchObject({
    code: 1,
    out: `${one.id}: waits for its turn\nx: there is no such letter\n`,
  });
  expect((await letters("refuse", two.id)).out).toBe(`${two.id}: refused\n`);
  expect(await letters("show", one.id)).toMatchObject({
    code: 1,
    err: "There is no held letter with this id.\n",
  });

  expect((await letters("freeze")).out).toMatch(/: frozen; its letters wait/);
  expect((await letters("freeze", "--campaign", campaign.slug)).out).toBe("It was so already.\n");
  const frozen = await letters("status");
  expect(frozen.out).toContain(`Letters of ${campaign.slug} are frozen since`);
  expect(frozen.out).not.toContain("next ");
  expect((await letters("unfreeze")).out).toMatch(/: letters leave again/);
  const paused = { pausedAt: now, pauseNote: "soft", timeZone: "Asia/Seoul", nextAt: now };
  await db.officeGate.create({ data: { address: "stara@urad.example", ...paused } });
  await db.letter.update({ where: { id: one.id }, data: { office: "stara@urad.example", unchanged: true } });
  const split = (await letters("status")).out;
  expect(split).toContain(`${office.key}, ${office.address}: queued 1; 30 an hour`);
  expect(split).toMatch(/, stara@urad\.example: queued 1 \(1 unchanged\); 30 an hour.*, paused \(soft\)\n/);
  expect(await letters("freeze", "--campaign", "zadna")).toMatchObject({
    code: 1,
    err: "There is no campaign zadna.\n",
  });
  expect(await letters("status", "more")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^Usage: npm run letters/),
  });
  expect((await db.auditEntry.findMany()).map(({ action }) => action).sort()).toEqual([
    "freeze-letters",
    "read-letter",
    "refuse-letter",
    "release-letter",
    "unfreeze-letters",
  ]);
});

test("whoever runs the house sees which answers wait for a decision, and none counted as shown that is not", async () => {
  const campaign = await makeCampaign(db);
  const { id } = await makeLetter(world, await makeOffice(world, campaign.id));
  const now = new Date();
  const token = issueToken(world.keys, "own-letter", id, new Date(now.getTime() + DAY));
  const told = { answer: "real", text: "Zpět 거부", offer: "on" } as const;
  await tellAnswer({ pool: world.pool, keys: world.keys, now }, token, told);
  const { out } = await letters("replies", "--campaign", campaign.slug);
  expect(out).toMatch(/told: real {2}offered\n1 listed; offered by their writers and not decided: 1\n$/);
});

test.each([[[]], [["nothing"]], [["status", "more"]], [["held", "--nothing"]], [["show"]]])(
  "%j is answered with how it is used",
  async (args) => {
    await expect(runLetters(args)).rejects.toThrow(/^Usage: npm run letters/);
  },
);

test("letters are erased by address only where somebody says so", async () => {
  const now = new Date();
  const writers = testWriters(world);
  const campaign = await makeCampaign(db);
  await writers.template(campaign, now);
  const { id, fields } = await writers.confirmed(campaign, await writers.office(campaign, now), now);
  const email = fields.email ?? "";
  expect(await letters("person", email, "--erase")).toMatchObject({
    code: 1,
    err: "Nothing was done: say --yes where nobody can type it.\n",
  });
  expect((await db.letter.findUniqueOrThrow({ where: { id } })).bodyEnc).not.toBeNull();
  const shown = await letters("person", email);
  expect(shown.out).toContain('"answers"');
  expect(await letters("person", email, "--erase", "--yes")).toMatchObject({
    code: 0,
    out: `${id}: erased\nLetters with this address: 1\n`,
  });
});
