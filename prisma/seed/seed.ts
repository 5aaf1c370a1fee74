import { readdir } from "node:fs/promises";
import path from "node:path";
import { createCampaign } from "@/lib/campaigns/create-campaign";
import { importTargets } from "@/lib/campaigns/import-targets";
import { parseDocument } from "@/lib/campaigns/parse-rows";
import { campaignText } from "@/lib/campaigns/schema";
import type { CampaignTextInput, ImportCounts, ImportDocument } from "@/lib/campaigns/types";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import type { Db } from "@/lib/db/prisma";
import type { CitationFlag } from "@/lib/evidence/check-citations";
import { importEvidence } from "@/lib/evidence/import-evidence";
import { publishCampaignText } from "@/lib/evidence/publish-campaign-text";
import { createPetition } from "@/lib/petitions/create-petition";
import { publishPetitionVersion } from "@/lib/petitions/publish-petition-version";
import { petitionText } from "@/lib/petitions/schema";
import { readDocument, seedFolder } from "./read-document";
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
      sources: ImportCounts;
      claims: ImportCounts;
      targets: ImportCounts;
      /** Disputable claims that the texts cite, for a person to look at. */
      flags: (CitationFlag & { file: string })[];
    };

/**
 * Brings the campaign that the software ships with into a database that has none of that slug: all or nothing.
 * Takes the client, the key ring that seals the petition's hash key, and the time. Returns what was written, or
 * that it was there already. Throws `SeedError` with every error of the files.
 */
export async function seedFirstCampaign(db: PrismaClient, keys: KeyRing, now: Date): Promise<SeedReport> {
  const files = await readFiles(FIRST_CAMPAIGN);
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

type Files = Awaited<ReturnType<typeof readFiles>>;

async function readFiles(slug: string) {
  const folder = seedFolder(slug);
  const texts = (await readdir(path.join(folder, "texts"))).filter((name) => name.endsWith(".json")).sort();
  const read = (file: string) => readDocument(folder, file);
  const readTexts = (noun: string) =>
    Promise.all(texts.filter((name) => name.startsWith(`${noun}.`)).map((name) => read(`texts/${name}`)));
  return {
    sources: await read("sources.json"),
    claims: await read("claims.json"),
    targets: await read("targets.json"),
    withheldLinks: await read("withheld-links.json"),
    withheldContacts: await read("withheld-contacts.json"),
    campaigns: await readTexts("campaign"),
    petitions: await readTexts("petition"),
  };
}

async function writeCampaign(tx: Db, keys: KeyRing, files: Files, now: Date): Promise<SeedReport> {
  const by = { actor: ACTOR, now };
  const campaign = await createFrom(tx, files.campaigns, now);
  const campaignId = campaign.id;
  const { targets, withheldContacts: withheld } = files;
  const targetCounts = requireOk(
    "targets",
    await importTargets(tx, { campaignId, targets, withheld, ...by }),
  ).targets;
  const { sources, claims, withheldLinks } = files;
  const reason = "First import";
  const evidence = requireOk(
    "evidence",
    await importEvidence(tx, { campaignId, sources, claims, withheldLinks, reason, ...by }),
  );
  const flags = [
    ...(await publishCampaignTexts(tx, campaignId, files.campaigns, now)),
    ...(await publishPetition(
      tx,
      keys,
      { campaignId, defaultLocale: campaign.defaultLocale },
      files.petitions,
      now,
    )),
  ];
  const { sources: sourceCounts, claims: claimCounts } = evidence;
  return {
    seeded: true,
    campaign: FIRST_CAMPAIGN,
    sources: sourceCounts,
    claims: claimCounts,
    targets: targetCounts,
    flags,
  };
}

async function createFrom(
  tx: Db,
  documents: ImportDocument[],
  now: Date,
): Promise<{ id: string; defaultLocale: string }> {
  const texts = documents.map(
    (document) => requireOk("campaign", parseDocument(campaignText, document)).value,
  );
  const original = requireOriginal(texts);
  const { slug, state, defaultLocale, started } = original;
  const input = { slug, state, defaultLocale, startedAt: new Date(started), actor: ACTOR, now };
  return { id: requireOk("campaign", await createCampaign(tx, input)).id, defaultLocale };
}

function requireOriginal(texts: CampaignTextInput[]): CampaignTextInput {
  const original = texts.find(({ locale, defaultLocale }) => locale === defaultLocale);
  if (!original) throw new SeedError(["no campaign text in the campaign's own language"]);
  return original;
}

async function publishCampaignTexts(tx: Db, campaignId: string, documents: ImportDocument[], now: Date) {
  const flags = [];
  for (const document of documents) {
    const published = await publishCampaignText(tx, { campaignId, document, actor: ACTOR, now });
    flags.push(
      ...requireOk("campaign text", published).flags.map((flag) => ({ ...flag, file: document.file })),
    );
  }
  return flags;
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
