import { getTranslations } from "next-intl/server";
import { NeverMailForm } from "@/components/mail/never-mail-form";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { ProblemText } from "@/components/ui/problem-text";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import type { Locale } from "@/lib/i18n/locales";
import { hasEndedMails } from "@/lib/mail/never-mail";
import { pageLocale } from "../../../page-locale";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<{ changed?: string | string[] }>;
};

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { token } = await params;
  const ended = await hasEndedMails({ pool: pool(), keys: appKeys() }, token);
  const { changed } = await searchParams;
  const t = await getTranslations("unsubscribe");
  const title = ended ? t("doneTitle") : changed === "allowed" ? t("allowedTitle") : t("title");
  return (
    <PageShell locale={locale} path={`/unsubscribe/${token}`} title={title} secret>
      {ended === null ? (
        <ProblemText kind="unknown-link" home={`/${locale}`} />
      ) : ended ? (
        <Ended token={token} locale={locale} />
      ) : changed === "allowed" ? (
        <Allowed token={token} locale={locale} />
      ) : (
        <Offer token={token} locale={locale} />
      )}
    </PageShell>
  );
}

type StateProps = { token: string; locale: Locale };

async function Offer({ token, locale }: StateProps) {
  const t = await getTranslations("unsubscribe");
  return (
    <>
      <Opening title={t("title")} lead={t("lead")} />
      <div className="prose">
        <p>{t("every")}</p>
        <p>{t("confirmations")}</p>
        <p>{t("kept")}</p>
        <NeverMailForm token={token} locale={locale} />
        <p className="small quiet">{t("nothingYet")}</p>
      </div>
    </>
  );
}

async function Ended({ token, locale }: StateProps) {
  const t = await getTranslations("unsubscribe");
  return (
    <>
      <Opening title={t("doneTitle")} lead={t("doneLead")} />
      <div className="prose">
        <p>{t("onTheWay")}</p>
        <p>{t("confirmations")}</p>
        <p>{t("undo")}</p>
        <NeverMailForm token={token} locale={locale} allow />
      </div>
    </>
  );
}

async function Allowed({ token, locale }: StateProps) {
  const t = await getTranslations("unsubscribe");
  return (
    <>
      <Opening title={t("allowedTitle")} lead={t("allowed")} />
      <div className="prose">
        <p>{t("undo")}</p>
        <NeverMailForm token={token} locale={locale} />
      </div>
    </>
  );
}
