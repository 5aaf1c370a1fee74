import { expect, test } from "vitest";
import { addressLines } from "./address-lines";
import { fitField } from "./fit-field";
import { ENVELOPE, type Field, SHEET } from "./paper-sizes";

const FIELDS: [string, Field, number][] = [
  ...Object.entries(SHEET).map(([name, { address }]): [string, Field, number] => [name, address, 10.5]),
  ...Object.entries(ENVELOPE).map(([name, { address }]): [string, Field, number] => [name, address, 12]),
];

/** Twice as long as the longest name and address that are known. */
const LONGEST = addressLines({
  name: `Permanent Mission of the ${"Very Democratic ".repeat(9)}Republic to the United Nations Office`,
  address: Array.from({ length: 4 }, (_, part) => `Block ${part} of the Avenue of Friendship`).join(", "),
  city: "Ulaanbaatar",
  country: null,
  hostCountry: "Saint Vincent and the Grenadines",
});

test.each(FIELDS)("the longest address stands in the field of %s, no line over another", (_, field, size) => {
  const lines = fitField(LONGEST, field, size, "en");
  const least = lines[0]?.size ?? 0;
  expect(least).toBeGreaterThanOrEqual(5);
  for (const [index, { y, width }] of lines.entries()) {
    expect(width).toBeLessThanOrEqual(field.width);
    if (index > 0) expect(y - (lines[index - 1]?.y ?? 0)).toBeGreaterThanOrEqual(least);
  }
  expect((lines.at(-1)?.y ?? 0) + least - field.y).toBeLessThanOrEqual(field.lines * size * 1.2);
});

test("a short one is as large as wished", () => {
  expect(fitField(["Embassy", "Seoul"], SHEET.a4.address, 10.5, "en")).toMatchObject([
    { size: 10.5, y: SHEET.a4.address.y },
    { size: 10.5, y: SHEET.a4.address.y + 12.6 },
  ]);
});
