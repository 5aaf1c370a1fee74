import { expect, test } from "vitest";
import { canImportEvidence, canKeepDocuments, canReadDocuments } from "./permissions";

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

test.each([
  ["owner", true, true],
  ["organizer", true, true],
  ["moderator", false, true],
  ["analyst", false, true],
  ["stranger", false, false],
  [null, false, false],
])("the role %s may keep documents: %s, and read them: %s", (role, keep, read) => {
  const actor = { accountId: "účet", isOwner: false };
  expect([canKeepDocuments(actor, role), canReadDocuments(actor, role)]).toEqual([keep, read]);
  expect([canKeepDocuments(null, role), canReadDocuments(null, role)]).toEqual([false, false]);
});
