import { getTranslations } from "next-intl/server";
import { SignOutForm } from "@/components/people/sign-out-form";
import { AsOf } from "@/components/ui/as-of";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { listCampaigns } from "@/lib/campaigns/queries";
import { prisma } from "@/lib/db/prisma";
import { pageLocale } from "../../page-locale";
import { readCsrfToken, requireAccount } from "../session";

export const dynamic = "force-dynamic";

/** The first room of the workspace: who is signed in, and which campaigns there are. */
export default async function Page({ params }: { params: Promise<{ locale: string }> }) {
  const locale = await pageLocale(params);
  const account = await requireAccount(locale);
  const campaigns = await listCampaigns(prisma(), locale);
  const t = await getTranslations("organize");
  return (
    <PageShell locale={locale} path="/organize" title={t("title")} secret workspace>
      <Opening title={t("title")} lead={t("signedIn", { email: account.email })}>
        <div className="mt-6">
          <SignOutForm csrfToken={await readCsrfToken()} callbackUrl={`/${locale}`} />
        </div>
      </Opening>
      <h2>{t("campaigns")}</h2>
      {campaigns.length === 0 && <p>{t("none")}</p>}
      <ul className="cards mt-4">
        {campaigns.map(({ slug, title, petitions, locale: language }) => (
          <li key={slug} className="card">
            <h3 lang={language}>{title}</h3>
            {petitions.map((petition) => (
              <p key={petition.slug}>
                {t.rich("petition", {
                  title: () => <span lang={petition.locale}>{petition.title}</span>,
                  count: petition.confirmed,
                })}{" "}
                <span className="small quiet">
                  <AsOf at={petition.asOf} locale={locale} />
                </span>
              </p>
            ))}
            <a className="tap" href={`/${locale}/campaigns/${slug}`}>
              {t("public")}
            </a>
          </li>
        ))}
      </ul>
    </PageShell>
  );
}
