import { expect, test } from "vitest";
import { lostEvidence } from "./evidence-paths";
import { shorten } from "./shorten";

test.each([
  ["Vrácení", 10, "Vrácení"],
  ["sent back in spring", 12, "sent back…"],
  ["가".repeat(30), 10, `${"가".repeat(9)}…`],
  ["123456789😀0", 11, "123456789…"],
  ["a bbbbbbbbbbbbbbbb", 10, "a bbbbbbb…"],
])("%j in %i letters is %j", (text, most, short) => {
  expect(shorten(text, most)).toBe(short);
});

test("only a claim or a source that is not there is told of as such", () => {
  const evidence = "/zh-Hant/campaigns/stop-forced-returns/evidence";
  expect(lostEvidence("/zh-Hant/campaigns/stop-forced-returns/claims/x?y")).toEqual({
    kind: "no-claim",
    evidence,
  });
  expect(lostEvidence("/zh-Hant/campaigns/stop-forced-returns/sources/Ä")).toEqual({
    kind: "no-source",
    evidence,
  });
  for (const other of [
    "/en/campaigns/x/evidence/none",
    "/en/petitions/x",
    "//evil.example/campaigns/x/claims/y",
  ])
    expect(lostEvidence(other)).toBeNull();
});
