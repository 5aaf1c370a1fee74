import { unstoreTarget } from "@/lib/campaigns/import-targets";
import { campaignBody, campaignText } from "@/lib/campaigns/schema";
import type { Campaign, CampaignText } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import { dossierText } from "./import-schema";
import { ROW_KINDS, type Row } from "./row-kinds";
import { eachRow } from "./stored-rows";

/** A file of a campaign's folder: a table of rows, or one text. */
export type ExportedFile = { name: string; rows: Row[] } | { name: string; text: Row };

/**
 * A campaign as a folder that an import reads, one file at a time; a kind without rows has none. Rows stand in the
 * campaign's order, offices by key. What was withheld at import is not there, and neither are petitions and letters.
 * Throws where there is no such campaign.
 */
export async function* exportCampaign(db: Db, slug: string): AsyncGenerator<ExportedFile> {
  const campaign = await db.campaign.findUniqueOrThrow({
    where: { slug },
    include: {
      texts: { orderBy: { locale: "asc" } },
      targets: { orderBy: { key: "asc" } },
      dossiers: {
        orderBy: [{ position: "asc" }, { key: "asc" }],
        include: { texts: { orderBy: { locale: "asc" } } },
      },
    },
  });
  for (const kind of ROW_KINDS) {
    const rows: Row[] = [];
    for await (const chunk of eachRow(db, kind, campaign.id)) rows.push(...chunk.map(({ row }) => row));
    if (rows.length > 0) yield { name: kind.file, rows };
  }
  if (campaign.targets.length > 0) yield { name: "targets", rows: campaign.targets.map(unstoreTarget) };
  for (const text of campaign.texts)
    yield { name: `texts/campaign.${text.locale}`, text: campaignFile(campaign, text) };
  for (const { key, position, texts } of campaign.dossiers)
    for (const { locale, title, summary, body } of texts)
      yield {
        name: `texts/dossier.${key}.${locale}`,
        text: dossierText.parse({ dossier: key, position, locale, title, summary, body }),
      };
}

function campaignFile(
  { slug, state, defaultLocale, startedAt, createdAt }: Campaign,
  { locale, title, ask, summary, body }: CampaignText,
): Row {
  const { sections, ...listed } = campaignBody.parse(body);
  const started = (startedAt ?? createdAt).toISOString().replace(".000Z", "Z");
  const words = { title, ask, summary, body: sections, ...listed };
  return campaignText.parse({ slug, state, defaultLocale, started, locale, ...words });
}

/** A file's bytes: two spaces of indent and a line feed at the end, so that the same content is the same bytes. */
export function jsonFile(content: Row | Row[]): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
