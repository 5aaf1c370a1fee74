import { useTranslations } from "next-intl";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { countryName } from "@/lib/i18n/country-names";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { PublicSigner } from "@/lib/signatures/types";

type SignersPageProps = {
  slug: string;
  signers: PublicSigner[];
  /** Key of the next page, null on the last. */
  next: string | null;
  /** Whether this is a page further down. */
  further: boolean;
  locale: Locale;
};

/** Who chose to be shown, in daily batches, the newest first. */
export function SignersPage({ slug, signers, next, further, locale }: SignersPageProps) {
  const t = useTranslations("signers");
  const manage = useTranslations("petition");
  const path = `/petitions/${slug}/signers`;
  return (
    <PageShell locale={locale} path={path} title={t("title")} description={t("lead")}>
      <Opening title={t("title")} lead={t("lead")}>
        <p>
          <a className="tap" href={`/${locale}/petitions/${slug}/figures`}>
            {t("figures")}
          </a>
        </p>
      </Opening>
      {signers.length === 0 && <p>{further ? t("noneHere") : t("none")}</p>}
      {batches(signers).map(([day, batch]) => (
        <section key={day} className="part" aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{t("batch", { date: formatDay(new Date(day), locale) })}</h2>
          <ul className="signers">
            {batch.map((signer, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two people may share name and country, and the list never changes in place
              <Signer key={index} signer={signer} locale={locale} />
            ))}
          </ul>
        </section>
      ))}
      {(further || next) && (
        <nav className="actions part no-print" aria-label={t("title")}>
          {further && (
            <a className="tap" href={`/${locale}${path}`}>
              {t("first")}
            </a>
          )}
          {next && (
            <a className="tap" rel="next" href={`/${locale}${path}?after=${encodeURIComponent(next)}`}>
              {t("more")}
            </a>
          )}
        </nav>
      )}
      <div className="part">
        <p className="small quiet prose">{t("leave")}</p>
        <a className="tap" href={`/${locale}/petitions/${slug}/manage`}>
          {manage("manage")}
        </a>
      </div>
    </PageShell>
  );
}

function Signer({ signer: { name, country, reason }, locale }: { signer: PublicSigner; locale: Locale }) {
  const t = useTranslations("signers");
  return (
    <li>
      <b dir="auto">{name}</b>
      {country && <span className="quiet"> · {countryName(country, locale)}</span>}
      {reason && (
        <blockquote lang={reason.locale} dir="auto" aria-label={t("why")}>
          {reason.text}
        </blockquote>
      )}
    </li>
  );
}

function batches(signers: PublicSigner[]): [string, PublicSigner[]][] {
  const days = new Map<string, PublicSigner[]>();
  for (const signer of signers) days.set(signer.day, [...(days.get(signer.day) ?? []), signer]);
  return [...days];
}
