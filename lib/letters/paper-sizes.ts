/** Points of a PDF: 72 to an inch. */
const mm = (value: number) => (value * 72) / 25.4;
const inch = (value: number) => value * 72;

/** A place for lines: left and top edge, width, all in points, and how many lines fit. */
export type Field = { x: number; y: number; width: number; lines: number };

/** Where things stand on the first sheet of a letter, and how far text may go on each. */
export type Sheet = {
  width: number;
  height: number;
  /** Text of all sheets. */
  left: number;
  right: number;
  /** Where the subject begins on the first sheet, where text goes on on others, and where it ends. */
  firstTop: number;
  nextTop: number;
  bottom: number;
  sender: Field;
  /** The line above the address by which an office sends back what it does not take; within the window. */
  returnTo: Field | null;
  address: Field;
  /** Its right edge; the baseline of the line. */
  date: { right: number; y: number } | { left: number; y: number };
  /** Marks at the left edge: where to fold. */
  folds: number[];
};

export const SHEETS = ["a4", "letter"] as const;
export type SheetName = (typeof SHEETS)[number];

/**
 * `a4`: DIN 5008, form B (address field 20 mm from the left, 45 mm from the top, 85 × 45 mm, of which the lower 27.3 mm
 * are the address; text from 25 mm; folds at 105 and 210 mm), for windows as in DIN 680 (DL and C6/C5).
 * `letter`: US Letter for the usual #10 window envelope (4⅛ × 9½ in, window 4½ × 1⅛ in, ⅞ in from the left, ½ in from the
 * bottom). Folded in equal thirds a sheet slides half an inch in it; folded at 3⅞ in it does not, and the address
 * stays in the window wherever the sheet lies.
 */
export const SHEET: Record<SheetName, Sheet> = {
  a4: {
    ...{ width: mm(210), height: mm(297), left: mm(25), right: mm(190) },
    ...{ firstTop: mm(98.5), nextTop: mm(27), bottom: mm(272) },
    sender: { x: mm(125), y: mm(50), width: mm(65), lines: 6 },
    returnTo: { x: mm(25), y: mm(58.5), width: mm(78), lines: 1 },
    address: { x: mm(25), y: mm(62.7), width: mm(78), lines: 6 },
    date: { right: mm(190), y: mm(89) },
    folds: [mm(105), mm(210)],
  },
  letter: {
    ...{ width: inch(8.5), height: inch(11), left: inch(1), right: inch(7.5) },
    ...{ firstTop: inch(3.85), nextTop: inch(1), bottom: inch(10) },
    sender: { x: inch(1), y: inch(0.7), width: inch(4), lines: 6 },
    returnTo: null,
    address: { x: inch(1), y: inch(2.5), width: inch(3.3), lines: 5 },
    date: { left: inch(1), y: inch(2.05) },
    folds: [inch(3.875), inch(7.75)],
  },
};

export const ENVELOPES = ["dl", "c6", "no10"] as const;
export type EnvelopeName = (typeof ENVELOPES)[number];
export type Envelope = { width: number; height: number; sender: Field; address: Field };

/**
 * DL (220 × 110 mm, an A4 sheet folded twice) and C6 (162 × 114 mm, folded to a quarter) as in ISO 269, the address
 * where the Universal Postal Union wants it: the right half, 40 mm from the top, 15 mm from the other edges. No. 10
 * (9½ × 4⅛ in): within the area that the US Postal Service reads.
 */
export const ENVELOPE: Record<EnvelopeName, Envelope> = {
  dl: {
    ...{ width: mm(220), height: mm(110) },
    sender: { x: mm(12), y: mm(10), width: mm(85), lines: 6 },
    address: { x: mm(105), y: mm(50), width: mm(98), lines: 7 },
  },
  c6: {
    ...{ width: mm(162), height: mm(114) },
    sender: { x: mm(10), y: mm(9), width: mm(68), lines: 6 },
    address: { x: mm(66), y: mm(52), width: mm(80), lines: 7 },
  },
  no10: {
    ...{ width: inch(9.5), height: inch(4.125) },
    sender: { x: inch(0.45), y: inch(0.4), width: inch(3.6), lines: 6 },
    address: { x: inch(4.25), y: inch(1.75), width: inch(4.6), lines: 7 },
  },
};

/** What can be asked for as a PDF. */
export const PAPERS = [...SHEETS, ...ENVELOPES] as const;
export type Paper = (typeof PAPERS)[number];
