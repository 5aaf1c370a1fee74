import { describe, expect, it } from "vitest";
import { letterFields } from "./test-writers";
import { readWriting } from "./writing-schema";

const FIELDS = letterFields({ slug: "kampan" }, { key: "urad" });
const errorsOf = (sent: Record<string, unknown>) => {
  const read = readWriting({ ...FIELDS, ...sent });
  return read.ok ? {} : read.errors;
};

const BREAKS = ["\r\n", "\n", "\r", "\u2028", "\u2029", "\u0085", "\v", "\f"];
/**
 * Overrides and isolates, joiners without letters, fillers, tags, also behind a flag, heaps of marks, halves of pairs,
 * controls.
 */
const TRICKS = [
  ..."\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c",
  ..."\u2060\u115f\u3164\uffa0\u180e",
  ...[" \u200d", "\u{e0041}", "🏴\u{e0041}\u{e007f}", "\u0301\u0302\u0303\u0304\u0305\u0306"],
  ...["\ud800", "\0", "\u001b", "\u007f", "\ue000", "\u{378}"],
];
/** Emoji of today and of tomorrow, with skin tones, joined, with tags; variants of ideographs. */
const SEEN = ["👩🏽‍🚀", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩‍👧", "❤️‍🔥", "\u{1faea}", "葛\u{e0100}"];
const SINGLE = ["name", "subject"] as const;
const LONG = ["text", "own"] as const;

it("takes a letter as a person writes it, in any script", () => {
  const read = readWriting({
    ...FIELDS,
    name: " 김하늘  Ødegård ",
    text: "尊敬的先生：\r\n\r\n请停止。",
    claims: "",
  });
  expect(read.ok && [read.writing.name, read.writing.text]).toEqual([
    "김하늘 Ødegård",
    "尊敬的先生：\n\n请停止。",
  ]);
  expect(errorsOf({ name: "नेहा क्\u200dष" })).toEqual({});
  expect(errorsOf({ text: "Families 👩‍👧 wait.\n\tIndented." })).toEqual({});
});

describe.each(SINGLE)("the field %s", (field) => {
  it.each(BREAKS)("holds no break %j, wherever it stands", (mark) => {
    for (const value of [`A${mark}Bcc: x@example.org`, `A${mark}`, `${mark}A`])
      expect(errorsOf({ [field]: value })[field]).toBe("one-line");
  });

  it.each(TRICKS)("holds no hidden character %j", (mark) => {
    expect(errorsOf({ [field]: `A${mark}b` })[field]).toMatch(/^(hidden|invalid)$/);
  });

  it("holds no header, and no word that mail programs decode", () => {
    for (const value of ["bcc: everyone@example.org", "Hello =?utf-8?B?Qm9tYg==?=", "=?x?q?a=0Ab?="])
      expect(errorsOf({ [field]: value })[field]).toMatch(/^(header|invalid)$/);
  });

  it("is not empty and not endless", () => {
    for (const value of ["", "   ", "\u00a0"]) expect(errorsOf({ [field]: value })[field]).toBe("required");
    expect(errorsOf({ [field]: "a".repeat(1_000_000) })[field]).toBe("too-long");
  });
});

it.each(SEEN)("takes what people see: %s", (shown) => {
  expect(errorsOf({ name: `Jana ${shown}`, subject: shown, text: shown })).toEqual({});
});

it("leaves out what comes along from pages and says nothing", () => {
  const idle = "k\u00ad\u034f\u200b\ufeffafka";
  const read = readWriting({ ...FIELDS, name: idle, subject: idle, text: idle });
  expect(read.ok && [read.writing.name, read.writing.subject, read.writing.text]).toEqual(
    Array(3).fill("kafka"),
  );
});

describe.each(LONG)("the field %s", (field) => {
  it.each(TRICKS)("holds no hidden character %j", (mark) => {
    expect(errorsOf({ [field]: `A${mark}b` })[field]).toBe("hidden");
  });

  it.each(["\u2028", "\u2029", "\u0085", "\v", "\f"])(
    "knows only breaks that are breaks to everybody, not %j",
    (mark) => {
      expect(errorsOf({ [field]: `A${mark}Bcc: x@example.org` })[field]).toBe("hidden");
    },
  );

  it.each(["<script>alert(1)</script>", "<img src=x>", "a </p> b", "<!-- -->", "<?xml?>"])(
    "holds no markup: %s",
    (markup) => {
      expect(errorsOf({ [field]: markup })[field]).toBe("markup");
    },
  );

  it.each([
    "bcc: x@example.org",
    "BCC : x@example.org",
    "Content-Type: text/html",
    "MIME-Version: 1.0",
    "X-Mailer: a",
  ])("has no line that a mail program could take for a header: %s", (line) => {
    for (const value of [line, `A\n${line}`, `A\r\n ${line}`, `A\r${line}`])
      expect(errorsOf({ [field]: value })[field]).toBe("header");
  });

  it("may name whom a copy goes to, as letters on paper do", () => {
    expect(errorsOf({ [field]: "Děkuji.\n\nCc: Senator Nováková" })).toEqual({});
  });

  it("is not endless", () => {
    expect(errorsOf({ [field]: "a".repeat(1_000_000) })[field]).toBe("too-long");
  });
});

it("takes no name that says more than a name where it stands in a sender", () => {
  for (const name of [
    'A" <evil@example.org>',
    "A <evil@example.org>",
    "a@b",
    "A; B",
    "A\\B",
    "to: x",
    "A＜x＠mofa.example＞",
  ])
    expect(errorsOf({ name }).name).toBe("invalid");
});

it("takes no address with more than an address", () => {
  for (const email of [
    "a@example.org\r\nBcc: b@example.org",
    "a@example.org, b@example.org",
    "A <a@example.org>",
    "a@example.org\u2028b",
    "a b@example.org",
    '"a\r\nBcc: victim@example.org"@evil.example',
    '"victim@example.org x"@evil.example',
    "victim\u200b@example.org",
  ])
    expect(errorsOf({ email }).email).toBe("invalid");
});

it("takes keys, switches and codes only as they are", () => {
  for (const field of ["campaign", "target", "template", "claims", "topics", "demands", "confirmed"])
    for (const value of ["../x", "A", "a\nb", "a\u202eb", "<b>", "'; --"])
      expect(errorsOf({ [field]: value })).toHaveProperty(field);
  for (const [field, value] of Object.entries({
    channel: "fax",
    replyTo: "all",
    language: "xx",
    country: "ZZ",
    version: "0",
    followUp: "yes",
    consent: "off",
  }))
    expect(errorsOf({ [field]: value })).toHaveProperty(field);
  expect(errorsOf({ claims: Array.from({ length: 61 }, (_, n) => `a${n}`).join(" ") })).toEqual({
    claims: "too-many",
  });
});

it("says of each field that is missing that it is", () => {
  expect(readWriting({})).toEqual({
    ok: false,
    errors: Object.fromEntries(
      ["campaign", "target", "language", "name", "email", "subject", "text", "channel", "consent"].map(
        (field) => [field, "required"],
      ),
    ),
  });
  expect(errorsOf({ text: 5, subject: ["a"], name: { a: 1 } })).toEqual({
    text: "invalid",
    subject: "invalid",
    name: "invalid",
  });
});
