import { useTranslations } from "next-intl";
import { evidencePaths } from "@/components/evidence/evidence-paths";
import { numberNotes } from "@/components/evidence/numbered-claims";
import { type CorrectedClaim, TextCorrections } from "@/components/evidence/text-corrections";
import { summarizeErrors } from "@/components/signatures/error-words";
import type { Typed } from "@/components/signatures/sign-form";
import { SignSection } from "@/components/signatures/sign-section";
import { ButtonLink } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { roughMinutes } from "@/components/ui/problem-text";
import { formatDay } from "@/lib/i18n/dates";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import type { PetitionView } from "@/lib/petitions/types";
import { PetitionNotes } from "./petition-notes";
import { PetitionText } from "./petition-text";
import { Tally } from "./tally";

type PetitionPageProps = {
  petition: PetitionView;
  /** Of claims its text cites, since the text was published. */
  corrections: CorrectedClaim[];
  locale: Locale;
  /** As RiskNotice takes them. */
  atRisk: readonly string[];
  src?: string;
  typed?: Typed;
  /** From which age one may sign. */
  minimumAge: number;
};

const NOTHING_TYPED: Typed = { values: {}, errors: {} };

/** Read and sign: the text, how many are counted, the risk, the form, the notes. With `typed`, the form as it came back. */
export function PetitionPage({
  petition,
  corrections,
  locale,
  atRisk,
  src,
  typed = NOTHING_TYPED,
  minimumAge,
}: PetitionPageProps) {
  const t = useTranslations();
  const { version, slug } = petition;
  const errors = summarizeErrors(locale, typed.errors);
  const title =
    errors.length > 0 || typed.values.retryAfter
      ? `${t("form.errorPrefix")} ${version.title}`
      : version.title;
  return (
    <PageShell
      locale={locale}
      path={`/petitions/${slug}`}
      title={title}
      description={`${version.addressee}: ${version.body.demands.map(({ heading }) => heading).join("; ")}`}
    >
      <ErrorSummary title={t("form.errorTitle", { count: errors.length })} errors={errors} />
      {typed.values.retryAfter && <ComeBack seconds={Number(typed.values.retryAfter)} />}
      <Opening eyebrow={t("petition.label")} title={version.title} lang={version.locale}>
        <p className="addressee">
          <span>{t("petition.to")}</span> <b lang={version.locale}>{version.addressee}</b>
        </p>
      </Opening>
      <div className="spread">
        <aside className="beside">
          <Tally petition={petition} locale={locale}>
            {petition.state === "open" && (
              <ButtonLink href="#sign" wide>
                {t("petition.jump")}
              </ButtonLink>
            )}
          </Tally>
        </aside>
        <div>
          {version.locale !== locale && (
            <p className="small quiet mb-4">
              {t("petition.language", { language: languageName(version.locale, locale) })}
            </p>
          )}
          <PetitionText body={version.body} lang={version.locale} notes={numberNotes(petition.claims)} />
          <TextCorrections
            corrections={corrections}
            campaign={petition.campaign}
            publishedAt={version.publishedAt}
            locale={locale}
          />
          <TextLinks petition={petition} locale={locale} />
          <SignSection {...{ petition, locale, atRisk, src, typed, minimumAge }} />
          <PetitionNotes petition={petition} locale={locale} />
        </div>
      </div>
    </PageShell>
  );
}

/** The network has used up its sign-ups of this hour: when it may go on, and that nothing typed is lost. */
function ComeBack({ seconds }: { seconds: number }) {
  const t = useTranslations("problem.too-many");
  return (
    // biome-ignore lint/a11y/noAutofocus: without a script this is how the reader lands on what happened
    <div className="notice error" role="alert" tabIndex={-1} autoFocus id="errors">
      <h2>{t("title")}</h2>
      <p>{t("text")}</p>
      <p>
        <strong>{t("when", { minutes: roughMinutes(seconds) })}</strong>
      </p>
      <p>
        {t("kept")} <a href="#sign">{t("form")}</a>
      </p>
    </div>
  );
}

function TextLinks({ petition, locale }: { petition: PetitionView; locale: Locale }) {
  const t = useTranslations("petition");
  const allEvidence = useTranslations("overview");
  const { version, slug, campaign } = petition;
  return (
    <p className="small quiet mt-8">
      {t("version", { number: version.number, date: formatDay(version.publishedAt, locale) })}
      <br />
      <a className="tap" href={`/${locale}/petitions/${slug}/versions/${version.number}`}>
        {t("versions")}
      </a>
      <br />
      <a className="tap" href={`/${locale}/campaigns/${campaign.slug}`}>
        {t("evidence")}
      </a>
      <br />
      <a className="tap" href={evidencePaths(campaign.slug, locale).evidence}>
        {allEvidence("link")}
      </a>
      <br />
      <a className="tap" href={`/${locale}/petitions/${slug}/manage`}>
        {t("manage")}
      </a>
    </p>
  );
}
