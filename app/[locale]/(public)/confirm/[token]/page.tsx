import { getTranslations } from "next-intl/server";
import { ConfirmForm } from "@/components/signatures/confirm-form";
import { PendingFacts } from "@/components/signatures/pending-facts";
import { RiskNotice } from "@/components/signatures/risk-notice";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { ProblemText } from "@/components/ui/problem-text";
import { countriesAtRisk } from "@/lib/campaigns/queries";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { prisma } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { findSignatureForToken } from "@/lib/signatures/queries";
import type { PendingSignature } from "@/lib/signatures/types";
import { pageLocale } from "../../../page-locale";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<{ changed?: string | string[] }>;
};

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { token } = await params;
  const found = await findSignatureForToken(pool(), appKeys(), token, new Date());
  const petition =
    "petition" in found && found.petition ? `/${locale}/petitions/${found.petition.slug}` : undefined;
  const t = await getTranslations("confirm");
  return (
    <PageShell locale={locale} path={`/confirm/${token}`} title={t("title")} secret>
      {found.status === "pending" ? (
        <Pending
          signature={found}
          token={token}
          locale={locale}
          wasChanged={(await searchParams).changed === "1"}
        />
      ) : found.status === "confirmed" ? (
        <Confirmed petition={petition} forgetMe={found.forgetMe} />
      ) : (
        <ProblemText kind={REFUSED[found.status]} home={`/${locale}`} petition={petition} />
      )}
    </PageShell>
  );
}

const REFUSED = {
  expired: "expired",
  withdrawn: "withdrawn",
  removed: "removed",
  erased: "erased",
  "mailbox-full": "mailbox-full",
  unknown: "unknown-link",
} as const;

type PendingProps = {
  signature: PendingSignature;
  token: string;
  locale: Locale;
  /** The button was pressed on a page that showed something else. */
  wasChanged: boolean;
};

async function Pending({ signature, token, locale, wasChanged }: PendingProps) {
  const t = await getTranslations("confirm");
  const atRisk = await countriesAtRisk(prisma(), { petition: signature.petition.slug });
  return (
    <>
      <Opening title={t("title")} lead={t("lead")} />
      <div className="prose">
        {wasChanged && (
          <Notice title={t("changedTitle")} strong>
            <p>{t("changed")}</p>
          </Notice>
        )}
        <PendingFacts signature={signature} locale={locale} />
        <RiskNotice locale={locale} atRisk={atRisk} isPending />
        <ConfirmForm token={token} shown={signature.shown} locale={locale} />
        <p className="small quiet">{t("not")}</p>
      </div>
    </>
  );
}

/** Whoever chose "forget me" is not told that the count has them: that comes at a random moment. */
async function Confirmed({ petition, forgetMe }: { petition?: string; forgetMe: boolean }) {
  const t = await getTranslations("confirm");
  const signed = await getTranslations("signed");
  return (
    <>
      <Opening title={t("already")} lead={forgetMe ? signed("codeCount") : t("alreadyText")} />
      {petition && (
        <p className="actions">
          <ButtonLink href={petition}>{t("toPetition")}</ButtonLink>
          <ButtonLink href={`${petition}/manage`} plain>
            {(await getTranslations("petition"))("manage")}
          </ButtonLink>
        </p>
      )}
    </>
  );
}
