import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CampaignPreview } from "@/components/campaigns/campaign-preview";
import { CampaignSections } from "@/components/campaigns/campaign-sections";
import { EvidenceBrief } from "@/components/evidence/evidence-brief";
import { numberNotes } from "@/components/evidence/numbered-claims";
import { LetterLink } from "@/components/letters/letter-link";
import { Tally } from "@/components/petitions/tally";
import { ButtonLink } from "@/components/ui/button";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { listDossiers } from "@/lib/evidence/dossier-queries";
import { claimsByKeys, findCampaignWithEvidence } from "@/lib/evidence/queries";
import type { CampaignWithEvidence, ClaimView } from "@/lib/evidence/types";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { campaignsWithLetters } from "@/lib/letters/letter-campaigns";
import { findPetition } from "@/lib/petitions/queries";
import { citedClaims } from "@/lib/petitions/types";
import { pageLocale } from "../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const campaign = await findCampaignWithEvidence(prisma(), (await params).slug, locale);
  if (!campaign) notFound();
  const claims = await claimsOnPage(campaign);
  const dossiers = (await listDossiers(prisma(), campaign.slug, locale)) ?? [];
  const hasLetters = (await campaignsWithLetters(prisma())).has(campaign.slug);
  const t = await getTranslations("campaign");
  return (
    <PageShell
      locale={locale}
      path={`/campaigns/${campaign.slug}`}
      title={campaign.title}
      description={campaign.summary}
    >
      <CampaignPreview {...{ campaign, claims, locale }} origin={settings().APP_URL} />
      <Opening eyebrow={t("label")} title={campaign.title} lead={campaign.ask} lang={campaign.locale}>
        {campaign.startedAt && (
          <p className="small quiet mt-4">{t("started", { date: formatDay(campaign.startedAt, locale) })}</p>
        )}
      </Opening>
      <div className="spread">
        <aside className="beside">
          {campaign.petitions.map(({ slug }) => (
            <PetitionTally key={slug} slug={slug} locale={locale} />
          ))}
          {hasLetters && <LetterLink campaign={campaign.slug} locale={locale} />}
        </aside>
        <div>
          <CampaignSections campaign={campaign} notes={numberNotes(claims)} />
          <EvidenceBrief {...{ campaign, claims, dossiers, locale }} />
        </div>
      </div>
    </PageShell>
  );
}

/** What the campaign's own words rest on, in order of first citation, then its other key claims. */
async function claimsOnPage({ slug, sections, keyClaims }: CampaignWithEvidence): Promise<ClaimView[]> {
  const cited = citedClaims(sections.flatMap(({ paragraphs }) => paragraphs));
  const known = await claimsByKeys(prisma(), slug, cited);
  return [...known, ...keyClaims.filter(({ id }) => !cited.includes(id))];
}

async function PetitionTally({ slug, locale }: { slug: string; locale: Locale }) {
  const petition = await findPetition(prisma(), slug, locale);
  if (!petition) return null;
  const t = await getTranslations("campaign");
  return (
    <Tally petition={petition} locale={locale}>
      <ButtonLink href={`/${locale}/petitions/${slug}`} wide>
        {t("sign")}
      </ButtonLink>
      <p className="quiet mt-2">{t("signHint")}</p>
    </Tally>
  );
}
