import { expect, test } from "vitest";
import { testDatabase } from "@/lib/testing/test-database";
import { makeCampaign } from "@/lib/testing/world";
import { importTargets } from "./import-targets";
import type { TargetRow } from "./types";

const { db } = await testDatabase();

const TARGET: TargetRow = {
  id: "velvyslanectvi-praha",
  kind: "embassy",
  iso2: "CZ",
  host_country: "Česko",
  city: "Praha",
  name: "中华人民共和国大使馆",
  address: null,
  phone: "+420-233-028-800",
  email: "úřad@example.org",
  website: "http://example.org",
  sources: ["Seznam ministerstva"],
  source_date: "2022-11-16",
  seen_date: "2026-03-01",
  confidence: "medium",
  contact_ready: false,
  note: "Ověřit.",
  last_checked: "2022-11",
  platform_sending: false,
  time_zone: "Europe/Prague",
  languages: ["cs", "zh"],
};

async function bring(campaignId: string, targets: unknown, withheld?: unknown) {
  const now = new Date("2026-03-02T00:00:00.000Z");
  const hidden = withheld === undefined ? undefined : { file: "withheld-contacts.json", content: withheld };
  const input = {
    campaignId,
    targets: { file: "targets.json", content: targets },
    withheld: hidden,
    actor: "command:test",
    now,
  };
  return await db.$transaction((tx) => importTargets(tx, input));
}

test("offices come in once, change when the file changes, and stay when it leaves them out", async () => {
  const { id } = await makeCampaign(db);
  const other = { ...TARGET, id: "jiny", iso2: null, host_country: null };
  expect(await bring(id, [TARGET, other])).toMatchObject({
    ok: true,
    targets: { created: 2, changed: 0, unchanged: 0 },
  });
  expect(await bring(id, [TARGET, other])).toMatchObject({
    ok: true,
    targets: { created: 0, changed: 0, unchanged: 2 },
  });
  expect(await bring(id, [{ ...TARGET, city: "Brno" }])).toEqual({
    ok: true,
    targets: { created: 0, changed: 1, unchanged: 0 },
    created: [],
    changed: [{ key: TARGET.id, fields: ["city"] }],
  });
  const rows = await db.target.findMany({ where: { campaignId: id }, orderBy: { key: "asc" } });
  expect(rows.map(({ key, city }) => `${key} ${city}`)).toEqual(["jiny Praha", "velvyslanectvi-praha Brno"]);
  expect(await db.auditEntry.count({ where: { campaignId: id } })).toBe(2);
});

test("a wrong contact field is never stored; the reason stands in the note", async () => {
  const { id } = await makeCampaign(db);
  const withheld = [
    { target: TARGET.id, field: "email", reason: "Patří jinému městu." },
    { target: TARGET.id, field: "address", reason: "Nikdo ji neviděl." },
  ];
  await bring(id, [TARGET], withheld);
  const row = await db.target.findFirstOrThrow({ where: { campaignId: id } });
  expect([row.email, row.phone, row.note]).toEqual([null, TARGET.phone, "Ověřit. Patří jinému městu."]);
  expect(await bring(id, [TARGET], withheld)).toMatchObject({ targets: { unchanged: 1 } });
});

test("where it is known that there is no office, there is no name", async () => {
  const { id } = await makeCampaign(db);
  const none = { ...TARGET, kind: "none", name: null };
  expect(await bring(id, [none])).toMatchObject({ ok: true, targets: { created: 1 } });
});

test.each([
  ["an office without a name", [{ ...TARGET, name: null }], undefined, ["targets.json 1 name required"]],
  ["a phone in words", [{ ...TARGET, phone: "volejte" }], undefined, ["targets.json 1 phone bad-format"]],
  ["a guessed country", [{ ...TARGET, iso2: "Czechia" }], undefined, ["targets.json 1 iso2 bad-format"]],
  ["no languages", [{ ...TARGET, languages: [] }], undefined, ["targets.json 1 languages empty"]],
  ["a key twice", [TARGET, { ...TARGET, city: "Brno" }], undefined, ["targets.json 2 id duplicate"]],
  [
    "a day that is none",
    [{ ...TARGET, seen_date: "2026-02-30" }],
    undefined,
    ["targets.json 1 seen_date bad-date"],
  ],
  ["an object for a list", {}, undefined, ["targets.json   not-a-list"]],
  [
    "a withheld field of nobody",
    [TARGET],
    [{ target: "nikdo", field: "email", reason: "–" }],
    ["withheld-contacts.json 1 target unknown-reference"],
  ],
  [
    "a withheld field that is none",
    [TARGET],
    [{ target: TARGET.id, field: "note", reason: "–" }],
    ["withheld-contacts.json 1 field not-allowed"],
  ],
])("%s is refused, and nothing is written", async (_, targets, withheld, errors) => {
  const { id } = await makeCampaign(db);
  const result = await bring(id, targets, withheld);
  expect(
    result.ok ? [] : result.errors.map(({ file, row, field, code }) => [file, row, field, code].join(" ")),
  ).toEqual(errors);
  expect(await db.target.count({ where: { campaignId: id } })).toBe(0);
});
