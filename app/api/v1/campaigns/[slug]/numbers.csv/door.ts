import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { listNumbers } from "@/lib/evidence/number-queries";
import type { NumberRow } from "@/lib/evidence/types";
import type { CsvValue } from "@/lib/web/csv";
import type { Door } from "@/lib/web/door";
import { answerOne, answerTable, EVIDENCE_AGE } from "../../../answers";
import { numberTableParameters, readParameters, refuseParameters } from "../../../parameters";

const HEADER = [
  ...["id", "claim", "statement", "topic", "value", "max", "qualifier", "unit"],
  ...[
    "date",
    "date_from",
    "date_to",
    "date_precision",
    "speaker",
    "verdict",
    "corrected_at",
    "source",
    "source_title",
    "url",
    "correct",
  ],
];

/** Ten thousand rows are some 4 MB; a longer table goes on at the address in the `Link` header (RFC 8288). */
const ROWS = 10_000;
const STEP = 1_000;

/** GET /api/v1/campaigns/{slug}/numbers.csv */
export const numberTableDoor: Door = async (request) => {
  const read = readParameters(request, numberTableParameters);
  if (!read.ok) return read.refused;
  const slug = request.params.slug ?? "";
  const found = await collectNumbers(slug, read.values.after);
  if (found === "unknown-after") return refuseParameters(request, ["after"]);
  if (!found) return answerOne(request, null, "unknown-campaign", EVIDENCE_AGE);
  const { items, next } = found;
  const rows = items.map((item) => rowOf(item, slug));
  const table = { name: `${slug}-numbers`, header: HEADER, rows, words: true };
  const answer = answerTable(request, table, EVIDENCE_AGE);
  if (next === null) return answer;
  const address = new URL(`${request.path}?after=${encodeURIComponent(next)}`, settings().APP_URL);
  return { ...answer, headers: { ...answer.headers, link: `<${address.href}>; rel="next"` } };
};

/** Read in steps, so that no statement asks for more than a list may. */
async function collectNumbers(slug: string, start: string | undefined) {
  const items: NumberRow[] = [];
  let after = start;
  for (;;) {
    const page = await listNumbers(prisma(), slug, { sort: "claim", after, limit: STEP });
    if (!page || page === "unknown-after") return page;
    items.push(...page.items);
    if (page.next === null || items.length >= ROWS) return { items, next: page.next };
    after = page.next;
  }
}

function rowOf(row: NumberRow, slug: string): CsvValue[] {
  const { date, source } = row;
  const page = new URL(`/campaigns/${slug}/claims/${row.claim}`, settings().APP_URL);
  return [
    ...[
      row.id,
      row.claim,
      row.statement,
      row.topic,
      row.value,
      row.max ?? null,
      row.qualifier ?? null,
      row.unit,
    ],
    ...[
      date.text,
      date.from,
      date.to,
      date.precision,
      row.speaker,
      row.verdict,
      row.correctedAt,
      source.id,
      source.title,
      page.href,
      row.correct,
    ],
  ];
}
