import type { Db } from "@/lib/db/prisma";
import { type ExportedFile, exportCampaign } from "@/lib/evidence/export-campaign";
import { letterTemplateText } from "./schema";

/**
 * A campaign as a folder that an import reads, with its letters: of each template the newest number in all its
 * languages. As `exportCampaign` otherwise.
 */
export async function* exportWithLetters(db: Db, slug: string): AsyncGenerator<ExportedFile> {
  yield* exportCampaign(db, slug);
  const templates = await db.letterTemplate.findMany({
    where: { campaign: { slug } },
    orderBy: [{ position: "asc" }, { key: "asc" }],
    include: { versions: { orderBy: [{ number: "desc" }, { locale: "asc" }] } },
  });
  for (const { key: template, position, state, kinds, targets, versions } of templates)
    for (const { number, locale, title, subject, body } of versions) {
      if (number !== versions[0]?.number) break;
      const settings = { template, campaign: slug, position, state, kinds, targets };
      yield {
        name: `texts/letter.${template}.${locale}`,
        text: letterTemplateText.parse({ ...settings, number, locale, title, subject, body }),
      };
    }
}
