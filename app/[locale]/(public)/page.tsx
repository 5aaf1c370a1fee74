import { getTranslations } from "next-intl/server";
import { CampaignCard } from "@/components/campaigns/campaign-card";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { listCampaigns } from "@/lib/campaigns/queries";
import { prisma } from "@/lib/db/prisma";
import { campaignsWithLetters } from "@/lib/letters/letter-campaigns";
import { pageLocale } from "../page-locale";

export const dynamic = "force-dynamic";

export default async function Page({ params }: { params: Promise<{ locale: string }> }) {
  const locale = await pageLocale(params);
  const campaigns = await listCampaigns(prisma(), locale);
  const letters = await campaignsWithLetters(prisma());
  const t = await getTranslations();
  return (
    <PageShell locale={locale} path="" title={t("site.tagline")} description={t("home.lead")}>
      <Opening title={t("home.title")} lead={t("home.lead")} />
      {campaigns.length === 0 && <p>{t("home.empty")}</p>}
      <ul className="cards">
        {campaigns.map((campaign) => (
          <li key={campaign.slug}>
            <CampaignCard campaign={campaign} hasLetters={letters.has(campaign.slug)} locale={locale} />
          </li>
        ))}
      </ul>
    </PageShell>
  );
}
