import { expect, test } from "vitest";
import { canImportEvidence } from "./permissions";

test.each([
  ["owner", true],
  ["organizer", true],
  ["moderator", false],
  ["analyst", false],
  ["Organizer", false],
  ["", false],
  [null, false],
])("the role %s may: %s; nobody without an account may", (role, may) => {
  expect(canImportEvidence({ accountId: "účet", isOwner: false }, role)).toBe(may);
  expect(canImportEvidence({ accountId: "účet", isOwner: true }, null)).toBe(false);
  expect(canImportEvidence(null, role)).toBe(false);
});
