import { expect, test } from "vitest";
import { readSigning } from "./schema";

const GOOD = { email: "ana@example.org", consent: "on" };
const errorsOf = (sent: Record<string, unknown>) => {
  const read = readSigning({ ...GOOD, ...sent });
  return read.ok ? {} : read.errors;
};

test("an address and the consent are enough, and nothing more is shown or kept", () => {
  const read = readSigning(GOOD);
  expect(read.ok && read.signing).toEqual({
    email: { deliverable: "ana@example.org", canonical: "ana@example.org" },
    display: "counted",
    consent: "on",
  });
});

test.each([
  "Ana María O’Brien-Łęcka",
  "김하늘",
  "李明",
  "محمد‌رضا",
  "நிரஞ்சனா",
  "Jean-Luc d'Arc, Jr.",
  "𠮷野家",
  "X Æ A-12",
  "Анна",
  "ひかり・スズキ",
])("%s is a name", (name) => {
  expect(errorsOf({ name, display: "public", country: "KR" })).toEqual({});
});

test.each([
  "<b>Ana</b>",
  "Ana\u0000",
  "‮anA",
  "'; DROP TABLE signature; --",
  "1234",
  "Ana\nBcc: x",
  "#{7*7}",
  "{{ana}}",
  "admin'--",
  "a=b",
  7,
  null,
  ["a"],
  { a: 1 },
  true,
])("%j is no name", (name) => {
  expect(errorsOf({ name })).toEqual({ name: "invalid" });
});

test("a hundred characters of any script fit, one more does not", () => {
  expect(errorsOf({ name: "𠮷".repeat(100) })).toEqual({});
  expect(errorsOf({ name: "𠮷".repeat(101) })).toEqual({ name: "too-long" });
  expect(errorsOf({ reason: "é".repeat(500) })).toEqual({});
  expect(errorsOf({ reason: "é".repeat(501) })).toEqual({ reason: "too-long" });
});

test("shown signatures need a name and a country, counted ones do not", () => {
  for (const display of ["public", "initials"])
    expect(errorsOf({ display })).toEqual({ name: "required", country: "required" });
  expect(errorsOf({ display: "public", name: " ", country: "" })).toEqual({
    name: "required",
    country: "required",
  });
  expect(errorsOf({ display: "counted" })).toEqual({});
});

test.each([
  '"a\r\nBcc: victim@example.org"@evil.example',
  '"victim@example.org x"@evil.example',
  "a\u202eb@x.org",
])("%j is no address", (email) => {
  expect(errorsOf({ email })).toEqual({ email: "invalid" });
});

test("all errors are told at once", () => {
  expect(readSigning({ email: "x", display: "public", reason: "<img src=x>", version: "0" })).toEqual({
    ok: false,
    errors: {
      email: "invalid",
      consent: "required",
      reason: "markup",
      version: "invalid",
      name: "required",
      country: "required",
    },
  });
});

test.each([
  ["country", "kr"],
  ["country", "XX"],
  ["country", 1],
  ["display", "PUBLIC"],
  ["forgetMe", "yes"],
  ["updates", true],
  ["version", "1.5"],
  ["version", -1],
  ["version", {}],
  ["locale", "xx"],
  ["src", "a b"],
  ["src", "x".repeat(65)],
  ["website", 5],
  ["reason", "a\u0000b"],
])("%s %j is invalid", (field, value) => {
  expect(errorsOf({ [field]: value })).toEqual({ [field]: "invalid" });
});

test.each(["off", "true", true, 1, null])("consent %j is none", (consent) => {
  expect(errorsOf({ consent })).toEqual({ consent: "required" });
});

test("a reason may hold lines and a heart, and is kept as written", () => {
  const read = readSigning({ ...GOOD, reason: " Protože.\r\nI <3 people & 5 > 4 " });
  expect(read.ok && read.signing.reason).toBe("Protože.\nI <3 people & 5 > 4");
});
