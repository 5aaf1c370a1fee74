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

/** All that is stored of a signature: each field with its value, why it is stored and until when; then what is not. */
export function OwnFacts({ signature, locale }: FactsProps) {
  const t = useTranslations("signature");
  const facts = Object.entries(useFacts({ signature, locale })) as [Field, ReactNode | null][];
  const label = (name: Field) => t(`fields.${name}.label`);
  const missing = facts.filter(([, value]) => value === null);
  return (
    <>
      <dl className="facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{label(name)}</dt>
                <dd>
                  {value}
                  <p className="hint">{t(`fields.${name}.why`)}</p>
                </dd>
              </div>
            ),
        )}
        {missing.length > 0 && (
          <div>
            <dt>{t("none")}</dt>
            <dd className="quiet">{missing.map(([name]) => label(name)).join(" · ")}</dd>
          </div>
        )}
      </dl>
      <p className="hint prose mt-4">{t("technical")}</p>
    </>
  );
}

function useFacts({ signature, locale }: FactsProps): Record<Field, ReactNode | null> {
  const t = useTranslations();
  const { country, reason, mails } = signature;
  return {
    petition: <SignedText signature={signature} locale={locale} />,
    state: t(`signature.states.${isSpread(signature) ? "forgotten" : signature.state}`),
    display: t(`form.displays.${signature.display}`),
    name: signature.name,
    email: signature.email,
    country: country && countryName(country, locale),
    reason: reason && <span className="whitespace-pre-line">{reason}</span>,
    updates: t(signature.updates ? "signature.yes" : "signature.no"),
    ...useMoments({ signature, locale }),
    locale: isLocale(signature.locale) ? languageName(signature.locale, locale) : signature.locale,
    source: signature.source,
    fingerprints: signature.fingerprints ? t("signature.yes") : null,
    code: signature.code ? t("signature.yes") : null,
    listed: signature.listedOn && formatDay(new Date(signature.listedOn), locale),
    mails: mails.length > 0 ? <Mails mails={mails} locale={locale} /> : null,
  };
}

/** Whether it enters the count at a random moment: then this page does not claim that it is counted by now. */
const isSpread = ({ forgetMe, state }: OwnSignatureView) => forgetMe && state === "confirmed";

/** Moments as finely as they are stored: with the person goes the moment (lib/signatures/destroy-traces.ts). */
function useMoments({ signature, locale }: FactsProps) {
  const t = useTranslations("signature");
  const { forgetMe, email, code, requestedAt, countedAt, withdrawnAt } = signature;
  const moment = (at: Date | null) => at && formatMoment(at, locale);
  const week = (at: Date | null) => at && t("week", { date: formatDay(at, locale) });
  const hour = (at: Date | null) => at && t("hour", { date: formatMoment(at, locale) });
  return {
    requestedAt: email === null ? week(requestedAt) : moment(requestedAt),
    countedAt: forgetMe ? hour(countedAt) : moment(countedAt),
    withdrawnAt: forgetMe && !code ? week(withdrawnAt) : moment(withdrawnAt),
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
