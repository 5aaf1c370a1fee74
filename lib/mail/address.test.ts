import { expect, test } from "vitest";
import { readAddress } from "./address";

const canonical = (typed: string) => {
  const read = readAddress(typed);
  return read.ok ? read.address.canonical : read.problem;
};

test.each([
  ["Ana.Lopez+vigil@Googlemail.com", "analopez@gmail.com"],
  [" ana@EXAMPLE.org ", "ana@example.org"],
  ["Ana+Tag@example.org", "ana+tag@example.org"],
  ["ana+tag@outlook.com", "ana@outlook.com"],
  ["ana+x@icloud.com", "ana@icloud.com"],
  ["ana@ya.ru", "ana@yandex.ru"],
  ["ana@MÜNCHEN.example", "ana@xn--mnchen-3ya.example"],
  ["ana@münchen.example", "ana@xn--mnchen-3ya.example"],
  ["김하늘@예시.한국", "김하늘@xn--vv4b11d.xn--3e0b707e"],
  ["o'brien@example.ie", "o'brien@example.ie"],
])("%s is the mailbox %s", (typed, expected) => {
  expect(canonical(typed)).toBe(expected);
});

test("what is mailed to is what was typed, not the canonical form", () => {
  const read = readAddress("Ana.Lopez+vigil@Gmail.com");
  expect(read.ok && read.address.deliverable).toBe("Ana.Lopez+vigil@gmail.com");
});

test.each([
  ["", "required"],
  ["   ", "required"],
  ["ana", "invalid"],
  ["ana@", "invalid"],
  ["@example.org", "invalid"],
  ["ana@example", "invalid"],
  ["ana@exa mple.org", "invalid"],
  ["ana@example.org\r\nBcc: other@example.org", "invalid"],
  ["ana@example.org, other@example.org", "invalid"],
  ["<ana@example.org>", "invalid"],
  ["ana\u0000@example.org", "invalid"],
  ["ana@[127.0.0.1]", "invalid"],
  ['"a\r\nBcc: victim@example.org"@evil.example', "invalid"],
  ['"victim@example.org x"@evil.example', "invalid"],
  ['"ana"@example.org', "invalid"],
  ["a\u202eb@example.org", "invalid"],
  ["victim\u200b@example.org", "invalid"],
  ["victim\u034f@example.org", "invalid"],
  ["vic\u3000tim@example.org", "invalid"],
  ["vic\ud800tim@example.org", "invalid"],
  [`${"a".repeat(250)}@example.org`, "too-long"],
  ["ana@mailinator.com", "disposable"],
  ["ana@sub.mailinator.com", "disposable"],
  ["ana@YOPMAIL.com", "disposable"],
])("%j is refused as %s", (typed, problem) => {
  expect(canonical(typed)).toBe(problem);
});
