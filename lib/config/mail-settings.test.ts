import { expect, test } from "vitest";
import { mailWarnings, senderAddress } from "./mail-settings";
import { readSettings, SettingError } from "./settings";

const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const complete = {
  RESEND_API_KEY: "re_123",
  MAIL_FROM: "Vigil <vigil@example.org>",
  RESEND_WEBHOOK_SECRET: SECRET,
  APP_URL: "https://vigil.example.org",
};

function refusalOf(setting: string, value: string): string {
  try {
    readSettings({ ...complete, [setting]: value });
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  return "";
}

test.each([
  ["vigil@example.org", "vigil@example.org"],
  ["Vigil <vigil@example.org>", "vigil@example.org"],
  ["Žádost o pomoc <a.b+c@Example.ORG>", "a.b+c@example.org"],
  ['"Vigil, the group" <vigil@example.org>', "vigil@example.org"],
  ["<vigil@example.org>", "vigil@example.org"],
  ["Vigil <vigil@bücher.example>", "vigil@xn--bcher-kva.example"],
])("MAIL_FROM may be %s", (written, address) => {
  expect(senderAddress(written)).toBe(address);
  expect(refusalOf("MAIL_FROM", written)).toBe("");
});

test.each([
  "vigil",
  "vigil@",
  "vigil@localhost",
  "a@example.org, b@example.org",
  "Vigil, the group <vigil@example.org>",
  "Vigil <vigil@example.org> <other@example.org>",
  "Vigil <vigil@example.org",
  "Vigil\nBcc: x@example.net <vigil@example.org>",
  "Vigil <vigil@example.org>\r\n",
  "Vigil\u0000 <vigil@example.org>",
  "žádost@example.org",
])("MAIL_FROM may not be %j", (written) => {
  expect(refusalOf("MAIL_FROM", written)).toMatch(/^MAIL_FROM: must be one address, such as/);
});

test("the webhook's secret is whsec_ and enough base64", () => {
  expect(refusalOf("RESEND_WEBHOOK_SECRET", SECRET)).toBe("");
  const bad = [
    "secret",
    SECRET.replace("whsec_", ""),
    "whsec_",
    `whsec_${Buffer.alloc(15).toString("base64")}`,
    `${SECRET}=`,
    `${SECRET} `,
    `whsec_${"ž".repeat(32)}`,
  ];
  for (const value of bad)
    expect(refusalOf("RESEND_WEBHOOK_SECRET", value)).toMatch(
      /^RESEND_WEBHOOK_SECRET: must be whsec_ and base64 of at least 16 bytes/,
    );
});

test("a key is one word, and its value is not repeated", () => {
  for (const key of ["re_1 23", "re_123\n", "re_\u0007", "ключ"]) {
    const line = refusalOf("RESEND_API_KEY", key);
    expect(line).toMatch(/^RESEND_API_KEY: must be the key alone/);
    expect(line).not.toContain(key);
  }
});

test("the rate is above 0 and at most 1000", () => {
  expect(readSettings(complete).MAIL_RATE).toBe(5);
  expect(readSettings({ ...complete, MAIL_RATE: "0.5" }).MAIL_RATE).toBe(0.5);
  expect(refusalOf("MAIL_RATE", "1000")).toBe("");
  expect(refusalOf("MAIL_RATE", "0")).toBe("MAIL_RATE: must be above 0");
  expect(refusalOf("MAIL_RATE", "-1")).toBe("MAIL_RATE: must be above 0");
  expect(refusalOf("MAIL_RATE", "1001")).toBe("MAIL_RATE: must be at most 1000 requests a second");
  for (const value of ["many", "Infinity", "5/s"])
    expect(refusalOf("MAIL_RATE", value)).toBe("MAIL_RATE: must be a number of requests a second");
});

test("mails leave this machine encrypted", () => {
  expect(refusalOf("RESEND_BASE_URL", "https://api.example.org")).toBe("");
  expect(refusalOf("RESEND_BASE_URL", "http://127.0.0.1:42000")).toBe("");
  for (const value of ["http://api.example.org", "ftp://example.org", "api.example.org"])
    expect(refusalOf("RESEND_BASE_URL", value)).toMatch(/^RESEND_BASE_URL: must be an https address/);
});

test("a key needs a sender", () => {
  expect(() => readSettings({ ...complete, MAIL_FROM: "" })).toThrow(
    "MAIL_FROM: is required when RESEND_API_KEY is set",
  );
});

test("a half-finished mail set-up is warned of, not refused", () => {
  expect(mailWarnings(readSettings({}))).toEqual([]);
  expect(mailWarnings(readSettings(complete))).toEqual([]);
  const { RESEND_API_KEY, MAIL_FROM } = complete;
  const warnings = mailWarnings(readSettings({ RESEND_API_KEY, MAIL_FROM }));
  expect(warnings).toEqual([
    expect.stringMatching(/^RESEND_WEBHOOK_SECRET is not set: /),
    expect.stringMatching(/^APP_URL is http:\/\/localhost:3000: the links in mails lead nowhere/),
  ]);
});
