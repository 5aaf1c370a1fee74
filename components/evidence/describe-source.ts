import type { SourceView } from "@/lib/evidence/types";
import { evidencePaths } from "./evidence-paths";

/** A document as schema.org describes one; where only a copy elsewhere was read, its address is left out. */
export function describeSource(
  source: SourceView,
  campaignSlug: string,
  origin: string,
): Record<string, unknown> {
  const { title, authors, publisher, publicationDate, language, link } = source;
  return {
    "@type": source.kind.includes("report") ? "Report" : "CreativeWork",
    "@id": `${origin}${evidencePaths(campaignSlug).source(source.id)}#source`,
    name: title,
    inLanguage: language,
    ...(authors.length > 0 ? { author: authors.map((name) => ({ "@type": "Person", name })) } : {}),
    ...(publisher ? { publisher: { "@type": "Organization", name: publisher } } : {}),
    ...(publicationDate ? { datePublished: publicationDate } : {}),
    ...(link ? { url: link } : {}),
  };
}
