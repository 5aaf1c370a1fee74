import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { campaignText } from "@/lib/campaigns/schema";
import { CAMPAIGN_STATES } from "@/lib/campaigns/states";
import { npmCommand } from "@/lib/testing/npm-script";
import { testDatabase } from "@/lib/testing/test-database";
import { runEvidence } from "./run";

const { db, url } = await testDatabase();
const FOLDER = "lib/testing/campaign-folder";

const script = npmCommand("evidence", runEvidence);
const evidence = (...args: string[]) =>
  script(args, { ...process.env, DATABASE_URL: url, APP_SECRET: "ž".repeat(32), LOG_LEVEL: "error" });

test("an organizer looks first, brings a folder in, and the second time nothing changes", async () => {
  const dry = await evidence("import", FOLDER, "--dry-run");
  expect(dry).toMatchObject({ code: 0, err: "" });
  expect(dry.out).toContain("Campaign cista-olsava, which is new");
  expect(dry.out).toContain("claims: 3 created, 0 changed, 0 unchanged");
  expect(dry.out).toContain(
    "texts/letter.urad.ko.json: body.topics[0].paragraphs[0].sentences[0].claims[0] cites ryby-urad, which is sources-differ",
  );
  expect(dry.out).toMatch(/Nothing was written\.\n$/);
  expect(await db.campaign.count()).toBe(0);
  expect((await evidence("import", FOLDER)).code).toBe(0);
  expect([await db.claim.count(), await db.letterTemplateVersion.count()]).toEqual([3, 1]);
  const again = await evidence("import", FOLDER);
  expect(again.out).toContain("claims: 0 created, 0 changed, 3 unchanged");
  expect(again.out).toContain("texts/letter.urad.ko.json: 0 created, 0 changed, 1 unchanged");
  expect(await evidence("check")).toMatchObject({
    code: 0,
    out: "cista-olsava: its evidence holds together.\n",
  });
});

test("what is wrong is said by file, row and field, and what changed by name", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "vigil-evidence-"));
  await cp(FOLDER, folder, { recursive: true });
  await evidence("import", folder);
  const claims = await readFile(path.join(folder, "claims.csv"), "utf8");
  await writeFile(path.join(folder, "claims.csv"), claims.replace("120,,,fish", "sto,,,fish"));
  const refused = await evidence("import", folder);
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.err).toContain("claims.csv, row 2: values[0].value: has the wrong type");
  expect(refused.err).toContain("Nothing was written: 1 error.");
  await writeFile(path.join(folder, "claims.csv"), claims.replace("120,,,fish", "130,,,fish"));
  const silent = await evidence("import", folder);
  expect(silent).toMatchObject({ code: 1, out: "" });
  expect(silent.err).toContain(
    'claims.csv, row 2: values: changes what a claim that stands says; tell readers why with --reason "why"',
  );
  expect((await evidence("import", folder, "--dry-run")).out).toContain('only with --reason "why"');
  expect(await db.claimRevision.count()).toBe(0);
  expect((await evidence("import", folder, "--reason", "Přepočet", "--by", "ž".repeat(101))).err).toContain(
    "--by",
  );
  const told = await evidence("import", folder, "--reason", "Přepočet", "--by", "Archiv spolku");
  expect(told.out).toContain("  ~ ryby-urad: values");
  expect(told.out).toContain(
    "  ryby-urad is cited by dossier ryby, letter urad (ko), timeline havarie, check 1, comparison mrtve-ryby",
  );
  const revision = { reason: "Přepočet", byName: "Archiv spolku", substantial: true };
  expect(await db.claimRevision.findFirst()).toMatchObject(revision);
});

test("a petition's text is named as not read, and no command is promised that there is none of", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "vigil-evidence-"));
  await cp(FOLDER, folder, { recursive: true });
  await writeFile(path.join(folder, "texts/petition.ko.json"), "{}");
  const { code, out } = await evidence("import", folder, "--reason", "Zpět");
  expect(code).toBe(0);
  expect(out).toContain(
    "petition.ko.json: not read; an import brings no petition, and no other command does yet",
  );
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  expect(Object.keys(scripts).filter((name) => name.includes("petition"))).toEqual([]);
});

test("the format's example of a campaign's text is one, and every state that the import takes is explained", async () => {
  const format = await readFile("docs/evidence-format.md", "utf8");
  const examples = [...format.matchAll(/```json\n(.*?)```/gs)].map(([, json = ""]) => JSON.parse(json));
  const example = examples.find(({ slug }) => slug !== undefined);
  expect(campaignText.safeParse(example).error?.issues).toBeUndefined();
  for (const state of CAMPAIGN_STATES) expect(format).toMatch(new RegExp(`^- .*\`${state}\`.*:`, "m"));
});

test("a campaign is written into a new folder and nowhere else", async () => {
  await evidence("import", FOLDER);
  const folder = path.join(await mkdtemp(path.join(tmpdir(), "vigil-evidence-")), "ven");
  expect((await evidence("export", "cista-olsava", folder, "--csv")).out).toMatch(/^Wrote \d+ files/);
  expect(await readFile(path.join(folder, "conflicts.csv"), "utf8")).toContain("ryby-zprava,ryby-urad,");
  expect(await evidence("export", "cista-olsava", folder)).toMatchObject({ code: 1 });
  expect((await evidence("export", "nikdo", `${folder}2`)).err).toBe("There is no campaign nikdo.\n");
  expect((await evidence("check", "nikdo")).err).toBe("There is no campaign nikdo.\n");
  expect(await evidence("check", "a", "b")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^Usage:/),
  });
});

test.each([
  [["import"]],
  [["export", "x"]],
  [["import", "x", "--csv"]],
  [["check", "a", "b"]],
  [["--what"]],
  [[]],
])("%j is answered with how it is used", async (args) => {
  await expect(runEvidence(args)).rejects.toThrow(/^Usage:/);
});
