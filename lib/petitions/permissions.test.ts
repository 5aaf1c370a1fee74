import { expect, test } from "vitest";
import { canPublishPetition } from "./permissions";

test.each([
  ["owner", true],
  ["organizer", true],
  ["moderator", false],
  ["analyst", false],
  ["Organizer", false],
  ["", false],
  [null, false],
])("the role %s may: %s; nobody without an account may", (role, may) => {
  expect(canPublishPetition({ accountId: "účet", isOwner: false }, role)).toBe(may);
  expect(canPublishPetition({ accountId: "účet", isOwner: true }, null)).toBe(false);
  expect(canPublishPetition(null, role)).toBe(false);
});
