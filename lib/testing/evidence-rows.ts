import { SPEAKER } from "./world";

/** A source as files bring it. */
export const SOURCE = {
  id: "zdroj",
  kind: "reference",
  title: "보고서 „Návrat“",
  subtitle: null,
  original_title: null,
  authors: [SPEAKER],
  translator: null,
  publisher: null,
  publisher_note: null,
  publication_date: "2012-02",
  publication_date_note: null,
  original_url: "https://example.org/посты/1",
  listing_url: null,
  url_note: null,
  language: "ko",
  translated_from: null,
  file: null,
  description: null,
  data_date: null,
  reliability: "Zweite Hand.",
};

/** A claim that rests on it. */
export const CLAIM = {
  id: "tvrzeni",
  statement: "В феврале 2012 года – 24명, „možná víc“.",
  topic: "numbers",
  source: "zdroj",
  locator: { file: "000_0123456789abcdef.txt", line: 3 },
  speaker: SPEAKER,
  place: "延吉",
  date: { text: "únor 2012", from: "2012-02", to: null, precision: "month" },
  values: [{ value: 24, max: 31.5, qualifier: "about", unit: "people" }],
  conflicts: [],
  related: [],
  verdict: { label: "reported", reason: "Nikdo neověřil.", fact_check: null, correct: null },
  contested: false,
  opinion: false,
  evidence_level: "seed",
};

/** A claim that disagrees with others. */
export const against = (id: string, ...others: string[]) => ({
  ...CLAIM,
  id,
  conflicts: others.map((claim) => ({ claim, note: `${id} ≠ ${claim}` })),
});
