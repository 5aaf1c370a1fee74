import { expect, test } from "vitest";
import { canFreezeLetters, canPublishLetter, canReviewLetters } from "./permissions";

const someone = { accountId: "účet", isOwner: false };
const operator = { accountId: "účet", isOwner: true };

test.each([
  ["owner", true, true],
  ["organizer", true, true],
  ["moderator", false, true],
  ["analyst", false, false],
  ["Moderator", false, false],
  ["", false, false],
  [null, false, false],
])(
  "the role %s may publish and freeze: %s, review: %s; nobody without an account may",
  (role, edits, reviews) => {
    expect(canPublishLetter(someone, role)).toBe(edits);
    expect(canFreezeLetters(someone, role)).toBe(edits);
    expect(canReviewLetters(someone, role)).toBe(reviews);
    for (const may of [canPublishLetter, canFreezeLetters, canReviewLetters]) {
      expect(may(operator, null)).toBe(false);
      expect(may(null, role)).toBe(false);
    }
  },
);
