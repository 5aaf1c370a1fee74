import { parseDocument } from "@/lib/campaigns/parse-rows";
import type { Db } from "@/lib/db/prisma";
import {
  type CampaignImport,
  type CampaignImportResult,
  importCampaign,
} from "@/lib/evidence/import-campaign";
import type { Difference } from "@/lib/evidence/import-evidence";
import type { CampaignFolder } from "@/lib/evidence/read-folder";
import { checkLetterTexts } from "./check-letter-texts";
import { publishLetterText } from "./publish-letter-text";
import { letterTemplateText } from "./schema";

type FolderImport = CampaignImport & { files: CampaignFolder };

/**
 * Brings in a campaign's folder with its letters: evidence first, for letters cite it. Takes an open transaction, which
 * the caller takes back where the answer is not ok: what letters lack is seen only when the evidence is there. As
 * `importCampaign` otherwise.
 */
export async function importWithLetters(tx: Db, input: FolderImport): Promise<CampaignImportResult> {
  const imported = await importCampaign(tx, input);
  if (!imported.ok) return { ok: false, errors: [...imported.errors, ...misfits(input)] };
  const campaign = await tx.campaign.findUniqueOrThrow({ where: { slug: imported.campaign } });
  const { texts, flags, errors } = await checkLetterTexts(tx, campaign, input.files.letters);
  if (errors.length > 0) return { ok: false, errors };

  const differences: Record<string, Difference> = {};
  for (const { file, text } of texts) {
    const { actor, now } = input;
    const done = await publishLetterText(tx, { campaignId: campaign.id, text, actor, now });
    differences[file] = {
      created: done.outcome === "created" ? [file] : [],
      changed: done.outcome === "changed" ? [{ key: file, fields: done.fields }] : [],
      unchanged: done.outcome === "unchanged" ? 1 : 0,
    };
  }
  return {
    ...imported,
    differences: { ...imported.differences, ...differences },
    flags: [...imported.flags, ...flags],
  };
}

function misfits({ files }: FolderImport) {
  const read = files.letters.map((document) => parseDocument(letterTemplateText, document));
  return read.flatMap((each) => (each.ok ? [] : each.errors));
}
