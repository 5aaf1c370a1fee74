import type { CitedItem } from "@/lib/evidence/cite-evidence";
import { CITATION_FORMATS } from "@/lib/evidence/schema";
import type { CitationFormat } from "@/lib/evidence/types";
import { answerReading, prepareText, problem } from "@/lib/web/answers";
import { aside } from "@/lib/web/aside";
import type { DoorRequest, FullAnswer } from "@/lib/web/door";
import { networkOf } from "@/lib/web/network";
import { EVIDENCE_AGE } from "./answers";

/** Type and file ending of each format, as the programs that read them know them. */
export const CITATION_FILES: Record<CitationFormat, { type: string; ending: string }> = {
  text: { type: "text/plain", ending: "txt" },
  bibtex: { type: "application/x-bibtex", ending: "bib" },
  ris: { type: "application/x-research-info-systems", ending: "ris" },
  "csl-json": { type: "application/vnd.citationstyles.csl+json", ending: "json" },
};

/** A citation as a file to keep; 404 where there is nothing to cite or no such format, 503 while too many ask. */
export async function answerCitation(
  request: DoorRequest,
  item: CitedItem | null,
  code: string,
): Promise<FullAnswer> {
  const { requestId, params } = request;
  const format = CITATION_FORMATS.find((known) => known === params.format);
  if (!item) return problem(404, { code, requestId });
  if (!format) return problem(404, { code: "unknown-format", requestId });
  const written = await aside<string>(
    "lib/evidence/format-citation.ts",
    { item, format },
    { of: networkOf(request.peer) },
  );
  if (!written.ok) return problem(503, { code: "busy", requestId, headers: { "retry-after": "5" } });
  const { type, ending } = CITATION_FILES[format];
  const { body, headers } = prepareText(written.value, `${type}; charset=utf-8`, EVIDENCE_AGE);
  const disposition = { "content-disposition": `attachment; filename="${item.id}.${ending}"` };
  return answerReading(request, { body, headers: { ...headers, ...disposition } });
}
