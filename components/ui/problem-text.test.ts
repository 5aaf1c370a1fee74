import { expect, it } from "vitest";
import { problemKind } from "./problem-text";

it.each([
  [409, "closed", "closed"],
  [409, "mailbox-full", "mailbox-full"],
  [410, "withdrawn", "withdrawn"],
  [404, "unknown-token", "unknown-link"],
  [404, "unknown-petition", "not-found"],
  [404, "not-found", "not-found"],
  [429, "too-many", "too-many"],
  [418, "teapot", "bad-request"],
  [507, "full", "internal"],
] as const)("says of %i %s what %s says", (status, code, kind) => {
  expect(problemKind(status, code)).toBe(kind);
});
