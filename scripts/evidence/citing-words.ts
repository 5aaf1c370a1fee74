import type { Db } from "@/lib/db/prisma";
import type { ClaimUses } from "@/lib/evidence/types";
import { usesOfClaim } from "@/lib/evidence/use-queries";
import { DEFAULT_LOCALE } from "@/lib/i18n/locales";

/**
 * For each of these claims that anything cites, a line that names what does: its own words may say what the claim said
 * before, and no program knows.
 */
export async function citingWords(db: Db, campaign: string, claims: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const claim of claims) {
    const uses = await usesOfClaim(db, campaign, claim, DEFAULT_LOCALE);
    const citing = uses ? namesOf(uses) : [];
    if (citing.length > 0) lines.push(`  ${claim} is cited by ${citing.join(", ")}`);
  }
  return lines.length > 0 ? ["Words that may say what was said before, to be read again:", ...lines] : [];
}

function namesOf(uses: ClaimUses): string[] {
  return [
    ...uses.campaigns.map(({ locale }) => `the campaign's page (${locale})`),
    ...uses.dossiers.map(({ key }) => `dossier ${key}`),
    ...uses.petitions.map(({ slug, number, locale }) => `petition ${slug} version ${number} (${locale})`),
    ...uses.letters.map(({ key, locale }) => `letter ${key} (${locale})`),
    ...uses.timeline.map(({ id }) => `timeline ${id}`),
    ...uses.demands.map(({ id }) => `demand ${id}`),
    ...uses.plans.map(({ id }) => `plan ${id}`),
    ...uses.actions.map(({ id }) => `action ${id}`),
    ...uses.factChecks.map((number) => `check ${number}`),
    ...uses.comparisons.map(({ id }) => `comparison ${id}`),
  ];
}
