import {
  LARGEST_DOCUMENT,
  MOST_PAGES,
  MOST_TEXT,
  READING_MEMORY,
  READING_TIME,
} from "@/lib/evidence/document-limits";
import type { PlacedPassage } from "@/lib/evidence/place-passage";
import type { StoredDocument } from "@/lib/evidence/store-document";
import type { ShownPassage } from "@/lib/evidence/types";

type Reason = Extract<PlacedPassage | StoredDocument | ShownPassage, { ok: false }>["reason"];

/** What an operator reads where something is refused. */
export const WHY_NOT: Record<Reason, string> = {
  empty: "the file is empty.",
  "too-large": `the file is larger than ${LARGEST_DOCUMENT / 1024 / 1024} MB.`,
  "too-slow": `reading the file took longer than ${READING_TIME / 1000} seconds.`,
  "too-much-memory": `reading the file took more than ${READING_MEMORY} MB of memory; it may be made to do harm.`,
  "too-much-text": `the file unfolds to more than ${MOST_TEXT.toLocaleString("en")} characters.`,
  "too-many-pages": `the file has more than ${MOST_PAGES.toLocaleString("en")} pages.`,
  "not-text": "the file is neither a PDF nor a text in UTF-8; save it as one of these.",
  encrypted: "the PDF is encrypted and needs a password; save it without one.",
  "needs-character-map":
    "the PDF's font names a table of characters that is not here, so its text cannot be read; save it as text.",
  broken: "the PDF is broken and cannot be read.",
  mislabelled:
    "the file's name says that it is something else than it is; give it the right ending (.pdf, .txt, .md).",
  "other-stored": "another document of this source is kept already; remove that one first.",
  "unknown-source": "there is no such source in this campaign.",
  "unknown-claim": "There is no such claim in this campaign.",
  "no-document": "No document of this source is kept.",
  "no-such-page": "The document has no such page.",
  "no-such-line": "The page has no such lines.",
  "not-placed":
    "Nobody has noted where in the document this claim rests: npm run documents -- place CAMPAIGN CLAIM --page N",
  "no-such-place": "The document has no such page or line; note the right one: npm run documents -- place",
};

const GAP = "  │  ";
const SMALLEST = 60;

/** A claim and the passage it rests on, side by side; `columns` are those of the terminal. Lines it rests on are marked. */
export function drawPassage(shown: Extract<ShownPassage, { ok: true }>, columns: number): string {
  const { claim, source, page, lines, sha256 } = shown;
  const width = Math.floor((Math.max(columns, SMALLEST) - GAP.length) / 2);
  const left = [
    claim.key,
    "",
    ...wrap(claim.statement, width),
    "",
    ...wrap(`${claim.speaker}, ${claim.date}`, width),
  ];
  const heading = page === null ? source : `${source}, page ${page}`;
  const right = [
    ...wrap(heading, width),
    "",
    ...lines.flatMap(({ number, text, rests }) => {
      const label = `${rests ? ">" : " "}${String(number).padStart(5)} `;
      return wrap(text, width - label.length).map(
        (piece, index) => (index === 0 ? label : " ".repeat(label.length)) + piece,
      );
    }),
  ];
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const beside = left[row] ?? "";
    return beside + " ".repeat(Math.max(0, width - wide(beside))) + GAP + (right[row] ?? "");
  });
  return [...rows.map((row) => row.trimEnd()), "", `SHA-256 ${sha256}`].join("\n");
}

/** Lines of at most so many columns; another's words, so no control characters reach the terminal. */
function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.replace(/[\p{Cc}\p{Cf}]/gu, " ").split(/(?<=\s)|(?=[\u3040-\u9fff])/u)) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && wide(line + word.trimEnd()) > width) lines.push(word.trimStart());
    else lines[lines.length - 1] = line + word;
  }
  return lines;
}

/** Columns of a text: Chinese characters, kana and Hangul take two. */
function wide(text: string): number {
  return [...text].reduce(
    (sum, letter) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(letter)
        ? 2
        : 1),
    0,
  );
}
