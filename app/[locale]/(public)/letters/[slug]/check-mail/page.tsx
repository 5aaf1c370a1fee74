import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { prisma } from "@/lib/db/prisma";
import { findLetterAction } from "@/lib/letters/queries";
import { pageLocale } from "../../../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

const STEPS = ["open", "press", "queued"] as const;
const IF_MISSING = ["wait", "spam", "typo", "again"] as const;

/** The same for everyone: it knows nothing of the address, and so tells nothing about it. */
export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const action = await findLetterAction(prisma(), (await params).slug, locale);
  if (!action) notFound();
  const t = await getTranslations("letters.checkMail");
  const draft = await getTranslations("letters.draft");
  const { slug } = action.campaign;
  return (
    <PageShell locale={locale} path={`/letters/${slug}/check-mail`} title={t("title")} secret>
      <Opening title={t("title")} lead={t("lead")} />
      <div
        className="prose"
        data-draft-sent={slug}
        data-draft-kept={draft("keptForNow")}
        data-draft-back={draft("back")}
        data-draft-page={`/${locale}/letters/${slug}`}
        data-draft-forget={draft("forget")}
        data-draft-forgotten={draft("forgotten")}
      >
        <ol className="steps">
          {STEPS.map((step) => (
            <li key={step}>{t(step)}</li>
          ))}
        </ol>
        <p>{t("doNothing")}</p>
        <Notice title={t("missing")}>
          <ul>
            {IF_MISSING.map((advice) => (
              <li key={advice}>{t(advice)}</li>
            ))}
          </ul>
        </Notice>
        <p className="small quiet">{t("same")}</p>
        <p>
          <a className="tap" href={`/${locale}/letters/${slug}`}>
            {t("back")}
          </a>
        </p>
      </div>
    </PageShell>
  );
}
