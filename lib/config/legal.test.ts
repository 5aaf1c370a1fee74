import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { blanksOf, LEGAL_FIELDS, readLegal } from "./legal";

const folder = mkdtempSync(join(tmpdir(), "vigil légal "));
afterAll(() => rmSync(folder, { recursive: true }));
const HERE = { APP_URL: "http://localhost:3000", HOST: "127.0.0.1" };
const OUT_THERE = { APP_URL: "https://vigil.example.org", HOST: "127.0.0.1" };

const FILLED = {
  controller: "Łucja e.V.",
  address: "Straße 1, 10115 Berlin",
  contact: "privacy@example.org",
  dataProtectionContact: "dpo@example.org",
  supervisoryAuthority: "Berliner Beauftragte",
  rightOfReplyContact: "reply@example.org",
  minimumAge: 16,
  impactAssessmentDone: "2026-11-01",
  subpoenaPolicyAccepted: "2026-11-02",
};

function file(content: unknown): string {
  const path = join(folder, "operator.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}
const read =
  (content: unknown, where = OUT_THERE) =>
  () =>
    readLegal({ ...where, LEGAL_FILE: file(content) });

test("a filled-in file opens the site", () => {
  expect(read(FILLED)()).toEqual(FILLED);
});

test("a site that others can reach is refused with all that is blank, in one line", () => {
  const public_ = [OUT_THERE, { APP_URL: "http://localhost:3000", HOST: "0.0.0.0" }];
  for (const where of public_) {
    expect(() => readLegal({ ...where, LEGAL_FILE: undefined })).toThrow(
      /^LEGAL_FILE: legal\/operator\.json lacks controller, address, contact, dataProtectionContact, supervisoryAuthority, rightOfReplyContact, impactAssessmentDone, subpoenaPolicyAccepted; /,
    );
    expect(read({ ...FILLED, contact: " ", address: "{{address}}", controller: "[ name ]" }, where)).toThrow(
      /lacks controller, address, contact; .*checklist\.md\)$/,
    );
  }
});

test("on this machine blanks are no hindrance", () => {
  expect(blanksOf(readLegal({ ...HERE, LEGAL_FILE: undefined }))).toHaveLength(LEGAL_FIELDS.length - 1);
  expect(blanksOf(read({ ...FILLED, contact: "" }, HERE)())).toEqual(["contact"]);
});

test.each([
  [{ ...FILLED, minimumAge: 12 }, /operator\.json: minimumAge must be at least 16$/],
  [{ ...FILLED, minimumAge: "16" }, /minimumAge must be a whole number of years$/],
  [{ ...FILLED, impactAssessmentDone: "1 Nov" }, /impactAssessmentDone must be a day such as/],
  [{ ...FILLED, controller: 5 }, /controller must be text$/],
  [{ ...FILLED, contoller: "x" }, /contoller is not a field of it$/],
  [[], /must be an object/],
  ["{", /is not JSON$/],
])("%j is refused by file and field", (content, words) => {
  expect(read(content, HERE)).toThrow(words);
});

test("a file that is named and not there is told", () => {
  expect(() => readLegal({ ...HERE, LEGAL_FILE: join(folder, "none.json") })).toThrow(
    /cannot be read \(ENOENT\)$/,
  );
});

test("the templates leave blank what the file fills in, and nothing else; the example is blank", () => {
  const templates = readdirSync("docs/legal").filter((name) => name.endsWith(".md"));
  expect(templates).toHaveLength(5);
  const used = templates.flatMap((name) =>
    [...readFileSync(join("docs/legal", name), "utf8").matchAll(/\{\{(\w+)\}\}/g)].map(([, field]) => field),
  );
  expect([...new Set(used)].sort()).toEqual([...LEGAL_FIELDS].sort());
  const example = readLegal({ ...HERE, LEGAL_FILE: "docs/legal/operator.example.json" });
  expect(blanksOf(example)).toHaveLength(LEGAL_FIELDS.length - 1);
});
