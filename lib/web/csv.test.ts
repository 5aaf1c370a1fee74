import { expect, test } from "vitest";
import { csv } from "./csv";

test("rows have a header, CRLF and quotes where they need them (RFC 4180)", () => {
  const rows = [
    ["Ødegård, Anna", 1, null],
    ['sagt "nein"', -25, "zwei\nZeilen"],
  ];
  expect(csv(["name", "n", "note"], rows)).toBe(
    'name,n,note\r\n"Ødegård, Anna",1,\r\n"sagt ""nein""",-25,"zwei\nZeilen"\r\n',
  );
  expect(csv(["a"], [])).toBe("a\r\n");
});

test("nothing becomes a formula in a spreadsheet", () => {
  const evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://a","b")'];
  const rows = csv(
    ["x"],
    evil.map((value) => [value]),
  ).split("\r\n");
  for (const row of rows.slice(1, -1)) expect(row).toMatch(/^"?'/);
  expect(csv(["x"], [["=1+1"], ["-1"]])).toBe("x\r\n'=1+1\r\n'-1\r\n");
});
