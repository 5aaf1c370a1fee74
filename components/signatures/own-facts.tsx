import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { countryName } from "@/lib/i18n/country-names";
import { formatDay, formatMoment } from "@/lib/i18n/dates";
import { languageName } from "@/lib/i18n/language-names";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import type { OwnSignatureView } from "@/lib/signatures/types";

type Field =
  | "petition"
  | "state"
  | "display"
  | "name"
  | "email"
  | "country"
  | "reason"
  | "updates"
  | "requestedAt"
  | "countedAt"
  | "withdrawnAt"
  | "locale"
  | "source"
  | "fingerprints"
  | "code"
  | "listed"
  | "mails";
type FactsProps = { signature: OwnSignatureView; locale: Locale };

/** All that is stored of a signature: each field with its value, why it is stored and until when. */
export function OwnFacts({ signature, locale }: FactsProps) {
  const t = useTranslations("signature");
  return (
    <>
      <dl className="facts">
        {Object.entries(useFacts({ signature, locale })).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`fields.${name as Field}.label`)}</dt>
            <dd>
              {value ?? <span className="quiet">{t("none")}</span>}
              {value !== null && <p className="hint">{t(`fields.${name as Field}.why`)}</p>}
            </dd>
          </div>
        ))}
      </dl>
      <p className="hint">{t("technical")}</p>
    </>
  );
}

function useFacts({ signature, locale }: FactsProps): Record<Field, ReactNode | null> {
  const t = useTranslations();
  const { country, reason, countedAt, withdrawnAt, mails } = signature;
  const moment = (at: Date | null) => at && formatMoment(at, locale);
  return {
    petition: <SignedText signature={signature} locale={locale} />,
    state: t(`signature.states.${signature.state}`),
    display: t(`form.displays.${signature.display}`),
    name: signature.name,
    email: signature.email,
    country: country && countryName(country, locale),
    reason: reason && <span className="whitespace-pre-line">{reason}</span>,
    updates: t(signature.updates ? "signature.yes" : "signature.no"),
    requestedAt: moment(signature.requestedAt),
    countedAt: moment(countedAt),
    withdrawnAt: moment(withdrawnAt),
    locale: isLocale(signature.locale) ? languageName(signature.locale, locale) : signature.locale,
    source: signature.source,
    fingerprints: signature.fingerprints ? t("signature.yes") : null,
    code: signature.code ? t("signature.yes") : null,
    listed: signature.listedOn && formatDay(new Date(signature.listedOn), locale),
    mails: mails.length > 0 ? <Mails mails={mails} locale={locale} /> : null,
  };
}

/** The text as it was signed. */
function SignedText({ signature: { petition, version }, locale }: FactsProps) {
  const t = useTranslations("signature");
  return (
    <>
      <a href={`/${locale}/petitions/${petition.slug}/versions/${version.number}`} lang={petition.locale}>
        {petition.title}
      </a>
      <br />
      {t("version", { number: version.number })}, {languageName(petition.locale as Locale, locale)}
    </>
  );
}

function Mails({ mails, locale }: { mails: OwnSignatureView["mails"]; locale: Locale }) {
  const t = useTranslations("signature.mailKinds");
  return (
    <ul>
      {mails.map(({ kind, at }) => (
        <li key={at}>
          {kind === "mailbox-full" ? t("mailbox-full") : t("confirm-signature")},{" "}
          {formatMoment(new Date(at), locale)}
        </li>
      ))}
    </ul>
  );
}
