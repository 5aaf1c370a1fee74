import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import satori from "satori";
import type { Locale } from "@/lib/i18n/locales";
import { fontForLetters, PICTURE_FAMILY, serifFonts } from "@/lib/i18n/picture-fonts";

/** What a share card says. */
export type ClaimCard = {
  locale: Locale;
  campaign: string;
  statement: string;
  finding: string;
  said: string;
  /** What is correct, or what disagrees. */
  beside: string | null;
  address: string;
};

/** What every network shows whole (Open Graph's common size). */
export const CARD_SIZE = { width: 1200, height: 630 };
const INK = "#211d17";
const QUIET = "#5c5345";
const EVIDENCE = "#1d4f6e";
/** Heights left for the statement, between head and foot. */
const STATEMENT_HEIGHT = 300;
const LINE_HEIGHT = 1.28;
/** The largest size in which a text of so many letters fits; what is longer still is cut at the end of a line. */
const SIZES: [letters: number, size: number][] = [
  [90, 56],
  [160, 46],
  [260, 38],
  [Number.POSITIVE_INFINITY, 31],
];

let ready: Promise<void> | undefined;

/** Draws a claim as a PNG of 1200 × 630. It takes up to a second, so it runs aside (lib/web/aside.ts). */
export default async function drawCard(card: ClaimCard): Promise<Uint8Array> {
  ready ??= initWasm(readFileSync(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")));
  await ready;
  const svg = await satori(<Card {...card} />, {
    ...CARD_SIZE,
    fonts: [...serifFonts()],
    loadAdditionalAsset: async (tags) => {
      const font = fontForLetters(tags, card.locale);
      return font ? [font] : [];
    },
  });
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
}

function Card({ campaign, statement, finding, said, beside, address }: ClaimCard) {
  const size = sizeFor(statement);
  return (
    <div
      style={{
        ...{ display: "flex", flexDirection: "column", width: "100%", height: "100%" },
        ...{ boxSizing: "border-box", padding: "44px 64px" },
        ...{
          background: "#fbf9f4",
          color: INK,
          fontFamily: PICTURE_FAMILY,
          borderLeft: "20px solid #d98a1f",
        },
      }}
    >
      <Line size={26} color={QUIET} lines={1}>
        {campaign}
      </Line>
      <div style={{ display: "flex", marginTop: 22 }}>
        <Line
          size={size}
          color={INK}
          lines={Math.floor((beside ? 240 : STATEMENT_HEIGHT) / (size * LINE_HEIGHT))}
        >
          {statement}
        </Line>
      </div>
      <div style={{ display: "flex", flexDirection: "column", marginTop: "auto" }}>
        <Line size={30} color={EVIDENCE} lines={1} bold>
          {finding}
        </Line>
        {beside && (
          <Line size={28} color={EVIDENCE} lines={2}>
            {beside}
          </Line>
        )}
        <Line size={26} color={INK} lines={1}>
          {said}
        </Line>
        <Line size={22} color={QUIET} lines={1}>
          {address}
        </Line>
      </div>
    </div>
  );
}

type LineProps = { size: number; color: string; lines: number; bold?: boolean; children: string };

/** A text in so many lines at most; what is cut off ends with an ellipsis. */
function Line({ size, color, lines, bold, children }: LineProps) {
  return (
    <div
      style={{
        ...{ display: "block", lineClamp: lines, wordBreak: "break-word", maxWidth: 1050, marginTop: 8 },
        ...{ fontSize: size, lineHeight: LINE_HEIGHT, fontWeight: bold ? 600 : 400, color },
      }}
    >
      {children}
    </div>
  );
}

function sizeFor(text: string): number {
  const wide = text.match(/[\u1100-\u11ff\u2e80-\uffef]/g)?.length ?? 0;
  return SIZES.find(([letters]) => text.length + wide <= letters)?.[1] ?? 31;
}
