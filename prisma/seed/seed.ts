import path from "node:path";
import { parseDocument } from "@/lib/campaigns/parse-rows";
import type { ImportDocument } from "@/lib/campaigns/types";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import type { CitationFlag } from "@/lib/evidence/check-citations";
import type { Difference } from "@/lib/evidence/import-evidence";
import { type CampaignFolder, readFolder } from "@/lib/evidence/read-folder";
import { importWithLetters } from "@/lib/letters/import-letters";
import { createPetition } from "@/lib/petitions/create-petition";
import { publishPetitionVersion } from "@/lib/petitions/publish-petition-version";
import { petitionText } from "@/lib/petitions/schema";
import { requireOk, SeedError } from "./require-ok";

const FIRST_CAMPAIGN = "stop-forced-returns";
const ACTOR = "command:seed";
/** Locks out a second start that seeds at the same moment; the number means nothing. */
const SEED_LOCK = 7_236_001;
/** The whole seed is one transaction of some 700 rows; slow disks get a minute. */
const SEED_TIMEOUT = 60_000;

export type SeedReport =
  | { seeded: false }
  | {
      seeded: true;
      campaign: string;
      differences: Record<string, Difference>;
      /** Disputable claims that the texts cite, for a person to look at. */
      flags: (CitationFlag & { file: string })[];
    };

/**
 * Brings the campaign that the software ships with into a database that has none of that slug: all or nothing, by the
 * import that any campaign's folder comes in by. Takes the client, the key ring that seals the petition's hash key,
 * and the time. Returns what was written, or that it was there already. Throws `SeedError` with every error of the
 * files.
 */
export async function seedFirstCampaign(db: PrismaClient, keys: KeyRing, now: Date): Promise<SeedReport> {
  const { files } = requireOk("folder", await readFolder(seedFolder(FIRST_CAMPAIGN)));
  return await db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK}::bigint)::text`;
      if (await tx.campaign.findUnique({ where: { slug: FIRST_CAMPAIGN }, select: { id: true } }))
        return { seeded: false };
      return await writeCampaign(tx, keys, files, now);
    },
    { timeout: SEED_TIMEOUT, maxWait: SEED_TIMEOUT },
  );
}

/** Where a campaign's files lie. */
export function seedFolder(slug: string): string {
  return path.join(import.meta.dirname, slug);
}

async function writeCampaign(tx: Db, keys: KeyRing, files: CampaignFolder, now: Date): Promise<SeedReport> {
  const input = { files, slug: FIRST_CAMPAIGN, actor: ACTOR, reason: "First import", now };
  const { campaign: slug, differences, flags } = requireOk("import", await importWithLetters(tx, input));
  const { id: campaignId, defaultLocale } = await tx.campaign.findUniqueOrThrow({ where: { slug } });
  const petition = await publishPetition(tx, keys, { campaignId, defaultLocale }, files.petitions, now);
  return { seeded: true, campaign: slug, differences, flags: [...flags, ...petition] };
}

async function publishPetition(
  tx: Db,
  keys: KeyRing,
  campaign: { campaignId: string; defaultLocale: string },
  documents: ImportDocument[],
  now: Date,
) {
  const { campaignId } = campaign;
  const texts = documents.map((document) => ({
    document,
    text: requireOk("petition", parseDocument(petitionText, document)).value,
  }));
  const isOriginal = (text: { locale: string }) => text.locale === campaign.defaultLocale;
  const ordered = texts.toSorted(
    (a, b) => a.text.number - b.text.number || Number(isOriginal(b.text)) - Number(isOriginal(a.text)),
  );
  const first = ordered[0]?.text;
  if (!first) throw new SeedError(["no petition text"]);
  const { petition: slug, targets, opens } = first;
  const input = {
    campaignId,
    slug,
    state: "open" as const,
    opensAt: new Date(opens),
    targets,
    actor: ACTOR,
    now,
  };
  requireOk("petition", await createPetition(tx, keys, input));
  const flags = [];
  for (const { document } of ordered) {
    const published = requireOk(
      document.file,
      await publishPetitionVersion(tx, { document, actor: ACTOR, now }),
    );
    flags.push(...published.flags.map((flag) => ({ ...flag, file: document.file })));
  }
  return flags;
}
