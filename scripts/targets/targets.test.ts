import { expect, test } from "vitest";
import { makeTarget } from "@/lib/testing/letter-rows";
import { npmCommand } from "@/lib/testing/npm-script";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { readArguments } from "./arguments";
import { runTargets } from "./run";

const { db, url } = await testDatabase();
const targets = npmCommand("targets", runTargets);

/** What a command said, and how it ended. */
async function run(...args: string[]): Promise<[number | null, string]> {
  const env = { ...process.env, DATABASE_URL: url, APP_SECRET: process.env.APP_SECRET };
  const { code, said } = await targets(args, env);
  return [code, said];
}

test("an organizer looks an office up, paces, stops and resumes its letters, and is told what is wrong", async () => {
  const campaign = await makeCampaign(db);
  await makeTarget(db, campaign.id, { key: "cz", address: "Pelléova 18" });
  await makeTarget(db, campaign.id, { key: "tw", kind: "none", country: "TW", city: null, name: null });
  expect(await run("list")).toEqual([
    0,
    "CZ  cz  embassy, Praha: not checked\nTW  tw  none: there is no office\n2 offices, of 0 an address was found.\n",
  ]);
  expect(await run("freeze", "cz")).toEqual([
    1,
    expect.stringContaining("No address of this office was found yet"),
  ]);
  const found = ["--email", "podatelna@urad.example", "--source", "https://www.urad.example/"];
  expect(await run("check", "cz", ...found)).toEqual([0, expect.stringContaining("90 days left\n")]);
  expect(
    await run("check", "cz", "--email", "jan@gmail.com", "--source", "https://www.urad.example/"),
  ).toEqual([1, expect.stringContaining("never to a person's own address")]);
  expect(await run("check", "tw", ...found)).toEqual([1, "It is known that there is no office there.\n"]);
  expect(await run("pace", "cz", "--per-hour", "6", "--hours", "sun-thu 08:00-15:00")).toEqual([
    0,
    expect.stringContaining("6 an hour, sun-thu 08:00-15:00 (Asia/Kathmandu), next "),
  ]);
  expect(await run("freeze", "cz")).toEqual([0, expect.stringContaining("90 days left, frozen\n")]);
  expect(await run("unfreeze", "cz")).toEqual([0, expect.not.stringContaining("frozen")]);
  await db.officeGate.updateMany({ data: { pausedAt: new Date(), pauseNote: "550 vrátilo se\u001b[2J" } });
  expect(await run("show", "cz")).toEqual([0, expect.stringContaining("paused (550 vrátilo se[2J)")]);
  expect(await run("resume", "cz")).toEqual([0, expect.not.stringContaining("paused")]);
  expect(await run("gone", "cz", "--source", "https://www.urad.example/")).toEqual([
    0,
    expect.stringContaining("no address there"),
  ]);
  const written = await db.auditEntry.findMany({
    orderBy: { id: "asc" },
    select: { action: true, actor: true },
  });
  expect(new Set(written.map(({ actor }) => actor))).toEqual(new Set(["command:targets"]));
  expect(written.map(({ action }) => action)).toEqual([
    "check-target",
    "pace-office",
    "freeze-office",
    "unfreeze-office",
    "resume-office",
    "check-target",
  ]);
  expect(await run("show")).toEqual([1, expect.stringMatching(/^Usage: npm run targets/)]);
  await makeCampaign(db);
  expect(await run("list")).toEqual([1, "There are several campaigns; say which: --campaign SLUG\n"]);
  expect(await run("list", "--campaign", campaign.slug, "--country", "tw")).toEqual([
    0,
    expect.stringMatching(/^TW {2}tw/),
  ]);
}, 120_000);

test.each([
  [[]],
  [["list", "cz"]],
  [["show"]],
  [["show", "cz", "more"]],
  [["freeze", "cz", "--email", "a@b.example"]],
  [["check", "cz", "--email", "", "--source", "https://b.example"]],
  [["pace", "cz", "--per-hour", "many", "--hours", "mon-fri 09:00-17:00"]],
  [["resume", "cz", "--unknown"]],
])("%j is answered with how it is used", (args) => {
  expect(() => readArguments(args)).toThrow(/^Usage: npm run targets/);
});

test.each([
  [["check", "cz"], "--email ADDRESS --source URL"],
  [["check", "cz", "--email", "a@b.example"], "--source URL"],
  [["gone", "cz"], "--source URL"],
  [["pace", "cz", "--hours", "mon-fri 09:00-17:00"], "--per-hour N"],
])("%j is told what is missing", (args, missing) => {
  expect(() => readArguments(args)).toThrow(`Missing: ${missing}`);
});
