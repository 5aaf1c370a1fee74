import { expect, test } from "vitest";
import { breakLinks } from "./break-links";

test.each([
  ["see https://evil.example/x?a=1", "see hxxps://evil[.]example/x?a=1"],
  ["HTTP://EVIL.EXAMPLE", "HxxP://EVIL[.]EXAMPLE"],
  ["www.evil.example, пример.рф, 例え。テスト", "www[.]evil[.]example, пример[.]рф, 例え[。]テスト"],
  ["ftp://10.0.0.1/a", "ftp[:]//10.0.0.1/a"],
  ["https://office@mofa.example/", "hxxps://office@mofa.example/"],
  ["Write to office@mofa.example.org.", "Write to office@mofa.example.org."],
  ["On 3.5., z. B. at 10.30 Uhr. No. U.S.A.", "On 3.5., z. B. at 10.30 Uhr. No. U.S.A."],
])("%s", (text, broken) => {
  expect(breakLinks(text)).toBe(broken);
});

test("a long word costs no time", () => {
  const began = performance.now();
  for (const word of ["a", "a.", "@", ".", "a@a."]) breakLinks(word.repeat(100_000 / word.length));
  expect(performance.now() - began).toBeLessThan(20_000);
});
