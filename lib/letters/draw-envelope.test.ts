import { expect, test } from "vitest";
import { type Box, inkIn, inkOutside, seePdf } from "@/lib/testing/pdf-images";
import drawPaper from "./draw-paper";
import { ENVELOPES } from "./paper-sizes";
import { OFFICE } from "./test-papers";

const MM = 72 / 25.4;
/** Whole points, and where machines look for an address. */
const SIZE = { dl: [623, 311], c6: [459, 323], no10: [684, 297] };
const READ: Record<(typeof ENVELOPES)[number], Box> = {
  dl: [90 * MM, 40 * MM, 115 * MM, 55 * MM],
  c6: [60 * MM, 40 * MM, 87 * MM, 59 * MM],
  // 5/8 to 2¾ inches from the lower edge, half an inch from the sides.
  no10: [0.5 * 72, 1.375 * 72, 8.5 * 72, 2.125 * 72],
};

test.each(ENVELOPES)(
  "an envelope %s has the office where machines read it, and the sender in the corner",
  async (paper) => {
    const sender = ["김하늘", "서울특별시 종로구 세종대로 1", "대한민국"];
    const order = { kind: "envelope", title: "봉투", language: "ko", paper, sender, office: OFFICE } as const;
    const drawn = await drawPaper({ ...order, date: new Date("2026-11-22") });
    const [face] = drawn.ok ? await seePdf(drawn.pdf) : [];
    if (!face) throw new Error("nothing drawn");
    expect([face.width, face.height]).toEqual(SIZE[paper]);
    expect(face.text).toContain("Märkisches Ufer 54");
    expect(face.text).toContain("서울특별시");
    const corner: Box = [10, 10, 230, 75];
    expect(inkIn(face, READ[paper])).toBeGreaterThan(0.005);
    expect(inkIn(face, corner)).toBeGreaterThan(0.005);
    expect(inkOutside(face, [READ[paper], corner])).toBe(false);
  },
);

test("an envelope without a sender has none", async () => {
  const order = {
    kind: "envelope",
    title: "x",
    language: "en",
    paper: "dl",
    sender: [],
    office: OFFICE,
  } as const;
  const drawn = await drawPaper({ ...order, date: new Date("2026-11-22") });
  const [face] = drawn.ok ? await seePdf(drawn.pdf) : [];
  if (!face) throw new Error("nothing drawn");
  expect(inkOutside(face, [READ.dl])).toBe(false);
});
