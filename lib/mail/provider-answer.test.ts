import { expect, test } from "vitest";
import { readAnswer, readRetryAfter, words } from "./provider-answer";

const refusal = (name: string, statusCode: number | null, written = false) =>
  readAnswer({ data: null, error: { name, statusCode, message: "words" }, headers: {} } as never, {
    size: 3,
    written,
  }).kind;

test.each([
  ["rate_limit_exceeded", 429, "later"],
  ["daily_quota_exceeded", 429, "closed"],
  ["invalid_api_key", 403, "closed"],
  ["invalid_from_address", 422, "closed"],
  ["validation_error", 422, "refused"],
  ["validation_error", 403, "closed"],
  ["application_error", 422, "unknown"],
  ["application_error", 403, "unknown"],
  ["application_error", null, "unknown"],
  ["internal_server_error", 500, "unknown"],
  ["concurrent_idempotent_requests", 409, "unknown"],
  ["invalid_idempotent_request", 409, "conflict"],
])("%s (%s) means: %s", (name, status, kind) => {
  expect(refusal(name, status)).toBe(kind);
});

test("a sender that a person has named themselves closes nothing for anybody else; a wrong key does", () => {
  expect(refusal("invalid_from_address", 422, true)).toBe("refused");
  expect(refusal("invalid_api_key", 403, true)).toBe("closed");
});

test("ids belong to those that were not refused, in order; where their number is wrong they belong to nobody", () => {
  const answer = (data: { id: string }[]) =>
    readAnswer(
      { data: { data, errors: [{ index: 1, message: "no" }] }, error: null, headers: {} },
      {
        ...{ size: 3, written: false },
      },
    );
  expect(answer([{ id: "a" }, { id: "c" }])).toEqual({
    kind: "taken",
    outcomes: [{ id: "a" }, { refused: "no" }, { id: "c" }],
  });
  expect(answer([{ id: "a" }])).toEqual({
    kind: "taken",
    outcomes: [{ id: null }, { refused: "no" }, { id: null }],
  });
});

test.each([
  ["Invalid `to`: ana.p+x@example.org!", "Invalid `to`: [address]"],
  ['"jana nova"@example.org is unknown', "[address] is unknown"],
  ["o'brien@example.org", "[address]"],
  ["see https://v.example.org/en/confirm/x", "see [link]"],
  ["see https://resend.com/domains", "see https://resend.com/domains"],
  [`v.example.org/en/confirm/${"A".repeat(50)}`, "v.example.org/en/confirm/[token]"],
  ["two\nlines", "two lines"],
])("of the words %j is kept %j", (said, kept) => {
  expect(words(said)).toBe(kept);
});

test("Retry-After is seconds or a date, and no more than an hour", () => {
  const now = Date.parse("2026-03-02T12:00:00Z");
  expect(readRetryAfter("7", now)).toBe(7_000);
  expect(readRetryAfter("Mon, 02 Mar 2026 12:00:30 GMT", now)).toBe(30_000);
  expect(readRetryAfter("86400", now)).toBe(3_600_000);
  for (const nothing of [undefined, "", "soon", "-5", "Mon, 02 Mar 2026 11:00:00 GMT"])
    expect(readRetryAfter(nothing, now)).toBe(0);
});
