import type { CampaignFiles } from "@/lib/evidence/import-campaign";
import { VERDICTS } from "@/lib/evidence/schema";
import { CLAIM, SOURCE } from "@/lib/testing/evidence-rows";

export const CLAIMS = 100_000;
const SOURCES = 1_000;
const VOCABULARY = 4_000;
export const SLUG = "measured-evidence";
const SYLLABLES = [
  "ka",
  "ro",
  "mi",
  "ten",
  "sul",
  "ve",
  "dor",
  "pa",
  "li",
  "gun",
  "he",
  "sto",
  "bra",
  "nu",
  "fe",
  "cha",
];
/** Invented, so that nothing real is measured: a Korean and a Chinese sentence whose words are no names. */
const ASIAN = ["나무꾼은 강가에서 돌다리를 건넜다", "樵夫在河边走过石桥"];

/** The n-th invented word: three or more syllables, each number another word. */
export function word(n: number): string {
  const [base, more] = [SYLLABLES.length, n + SYLLABLES.length ** 2];
  return [...more.toString(base)].map((digit) => SYLLABLES[Number.parseInt(digit, base)]).join("");
}

/** Words of a text: as in any language, few occur often and most seldom. */
function words(seed: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const random = fraction(seed * 31 + index);
    return word(Math.floor(VOCABULARY ** random) - 1);
  });
}

/** A number from 0 to 1 that looks like chance and is the same in every run (a multiplicative hash). */
function fraction(n: number): number {
  const mixed = Math.imul(n ^ (n >>> 15), 0x9e3779b1);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}

/** A campaign of 100,000 claims in 1,000 sources, all invented, as a folder would bring it. */
export function inventEvidence(): CampaignFiles {
  const sources = Array.from({ length: SOURCES }, (_, index) => ({
    ...{
      ...SOURCE,
      id: `source-${index}`,
      title: words(index, 6).join(" "),
      authors: [words(-index, 2).join(" ")],
    },
    original_url: `https://example.org/${index}`,
  }));
  const claims = Array.from({ length: CLAIMS }, (_, index) => claim(index));
  const sheet = (file: string, content: unknown) => ({ file: `${file}.json`, content });
  return {
    campaigns: [sheet("texts/campaign.en", TEXT)],
    dossiers: [],
    rows: { sources: sheet("sources", sources), claims: sheet("claims", claims) },
  };
}

/** Every fourth has a sentence without spaces, every second a figure, every tenth disagrees with the next. */
function claim(index: number) {
  const partner = index % 10 === 0 ? index + 1 : index % 10 === 1 ? index - 1 : null;
  const asian = index % 4 === 0 ? ` ${ASIAN[(index / 4) % 2]}` : "";
  return {
    ...{ ...CLAIM, id: `claim-${index}`, source: `source-${index % SOURCES}` },
    statement: `${words(index, 22).join(" ")}${asian}.`,
    speaker: words(index % 500, 2).join(" "),
    topic: `topic-${index % 11}`,
    date: {
      text: String(1960 + (index % 60)),
      from: String(1960 + (index % 60)),
      to: null,
      precision: "year",
    },
    values: index % 2 ? [] : [{ value: (index * 7919) % 100_003, unit: "people" }],
    conflicts: partner === null ? [] : [{ claim: `claim-${partner}`, note: words(index, 5).join(" ") }],
    verdict: {
      ...CLAIM.verdict,
      label: VERDICTS[index % VERDICTS.length],
      reason: words(index, 8).join(" "),
    },
  };
}

const TEXT = {
  ...{ slug: SLUG, state: "live", defaultLocale: "en", started: "2026-01-01", locale: "en" },
  ...{ title: "A measured campaign", ask: "None.", summary: "Invented.", body: [], keyClaims: [] },
};
