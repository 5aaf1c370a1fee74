import { expect, test } from "vitest";
import { kindOfIncoming } from "./incoming-kind";

const OWN = ["vigil@example.org", "Writer@example.net"];
const OFFICE = "Embassy <office@gov.example>";
const kind = (head: Record<string, string>, from = OFFICE) =>
  kindOfIncoming({ from, headers: new Map(Object.entries(head)) }, OWN);

test.each([
  ["a person's", {}, "answer"],
  ["one that says so", { "auto-submitted": "no" }, "answer"],
  ["one with a sender's address", { "return-path": "<office@gov.example>" }, "answer"],
  ["a holiday greeting", { "auto-submitted": "auto-replied" }, "automatic"],
  [
    "a holiday greeting with a null sender",
    { "auto-submitted": "auto-replied (vacation)", "return-path": "<>" },
    "automatic",
  ],
  ["a notice of a program", { "auto-submitted": "Auto-Generated; owner=x" }, "automatic"],
  ["an old program's", { precedence: "auto_reply" }, "automatic"],
  ["a list's", { precedence: "List" }, "automatic"],
  ["another old program's", { "x-autoreply": "yes" }, "automatic"],
  ["a delivery report", { "content-type": 'multipart/report; report-type="delivery-status"' }, "report"],
  ["a mail from nobody", { "return-path": "<>" }, "report"],
  ["a report that lists whom it failed for", { "x-failed-recipients": "a@b.example" }, "report"],
  // The provider's own marks change nothing.
  ["a person's with a list of programs", { "x-auto-response-suppress": "All" }, "answer"],
] as const)("%s", (_, head, expected) => {
  expect(kind(head)).toBe(expected);
});

test("mail servers by their name, and our own or the writer's address in any case", () => {
  expect(kind({}, "Mail Delivery <MAILER-DAEMON@mx.gov.example>")).toBe("report");
  expect(kind({}, "Vigil <VIGIL@Example.org>")).toBe("own");
  expect(kind({}, "writer@EXAMPLE.net")).toBe("own");
  // What is ours and comes round is a loop, whatever else it says.
  expect(kind({ "auto-submitted": "auto-generated", "return-path": "<>" }, "vigil@example.org")).toBe("own");
});

test("a From that no rule reads is no reason to fail", () => {
  for (const from of ["", "<>", "a, b", "@", "x".repeat(320), '"unclosed <a@b.example>'])
    expect(kind({}, from)).toBe("answer");
});
