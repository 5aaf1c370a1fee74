import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { OwnActLinks } from "@/components/signatures/own-act-links";
import { OwnFacts } from "@/components/signatures/own-facts";
import { OwnForms, UndoForm } from "@/components/signatures/own-forms";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { ProblemText } from "@/components/ui/problem-text";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { formatMoment } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { findOwnSignature } from "@/lib/signatures/own-queries";
import type { OwnSignatureView, SignatureBehindOwnLink } from "@/lib/signatures/types";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { pageLocale } from "../../../page-locale";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string; token: string }>;
  searchParams: Promise<{ changed?: string | string[] }>;
};

/** A signer's own signature. Opening it changes nothing; its forms do. */
export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { token } = await params;
  const found = await findOwnSignature({ pool: pool(), keys: appKeys(), now: new Date() }, token);
  const failed = readFormState((await headers()).get(FORM_HEADER))?.errors.act;
  const { changed } = await searchParams;
  const t = await getTranslations("signature");
  return (
    <PageShell locale={locale} path={`/signatures/${token}`} title={t(titleOf(found))} secret>
      {found.status === "unknown" ? (
        <ProblemText kind="unknown-link" home={`/${locale}`} />
      ) : found.status === "there" ? (
        <There {...found} token={token} locale={locale} news={{ failed, changed }} />
      ) : (
        <NotThere found={found} locale={locale} />
      )}
    </PageShell>
  );
}

function titleOf({ status }: SignatureBehindOwnLink) {
  if (status === "expired") return "expiredTitle";
  return status === "gone" ? "goneTitle" : "title";
}

type ThereProps = {
  signature: OwnSignatureView;
  until: Date;
  token: string;
  locale: Locale;
  /** What was just done, or could not be. */
  news: { failed?: string; changed?: string | string[] };
};

async function There({ signature, until, token, locale, news }: ThereProps) {
  const t = await getTranslations("signature");
  const words = await newsWords(signature, news);
  return (
    <>
      <Opening title={t("title")} lead={t("lead")} />
      <div className="prose">
        {words && (
          <Notice strong landing id="news">
            <p role="status">{words}</p>
          </Notice>
        )}
        {signature.email === null && (
          <p>
            {t("forgotten")} {signature.forgetMe && signature.state === "confirmed" && t("forgottenCount")}
          </p>
        )}
      </div>
      {signature.undoUntil && <UndoForm token={token} locale={locale} until={signature.undoUntil} />}
      <OwnActLinks signature={signature} />
      <h2 className="mt-8 mb-4">{t("stored")}</h2>
      <OwnFacts signature={signature} locale={locale} />
      <OwnForms signature={signature} token={token} locale={locale} />
      <p className="small quiet part">{t("until", { date: formatMoment(until, locale) })}</p>
    </>
  );
}

const DONE = ["withdrawn", "erased", "changed", "stopped", "allowed"] as const;
const FAILED = ["impossible", "unsure", "lacks"] as const;

/** Anyone can write `changed` into an address, so it only counts where the signature agrees. */
async function newsWords(
  { state, email, forgetMe, updates }: OwnSignatureView,
  { failed, changed }: ThereProps["news"],
): Promise<string | null> {
  const t = await getTranslations("signature");
  const failure = FAILED.find((known) => known === failed);
  if (failure) return t(`failed.${failure}`);
  if (changed === "confirmed" && state === "confirmed") return t("done.restored");
  const done = DONE.find((known) => known === changed);
  if (done === "withdrawn" && state === "withdrawn") return t(forgetMe ? "done.forgotten" : "done.withdrawn");
  if (done === "erased") return email === null ? t("done.erased") : null;
  if (done === "stopped" || done === "allowed")
    return updates === (done === "allowed") ? t(`done.${done}`) : null;
  return done === "changed" ? t("done.changed") : null;
}

type NotThereProps = {
  found: Extract<SignatureBehindOwnLink, { status: "expired" | "gone" | "unknown" }>;
  locale: Locale;
};

async function NotThere({ found, locale }: NotThereProps) {
  const t = await getTranslations("signature");
  const petition = found.status === "expired" && found.petition;
  return (
    <>
      <Opening title={t(titleOf(found))} />
      <div className="prose">
        <p>{t(found.status === "expired" ? "expiredText" : "goneText")}</p>
        {petition && (
          <p className="actions">
            <ButtonLink href={`/${locale}/petitions/${petition}/manage`}>{t("expiredButton")}</ButtonLink>
          </p>
        )}
      </div>
    </>
  );
}
