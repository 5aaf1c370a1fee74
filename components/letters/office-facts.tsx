import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { dayInWords, formatDay } from "@/lib/i18n/dates";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import type { OfficeProps } from "./office-card";
import { CheckedAt, hostOf } from "./office-standing";

/** All that is known of how an office is reached; apart from it, where that was seen, when, and how sure it is. */
export function OfficeFacts(props: OfficeProps) {
  return (
    <>
      <Reached {...props} />
      <Imported {...props} />
    </>
  );
}

/** The mail address as a check found it, where there is one, with that check; everything else as imported. */
function Reached({ office, lang, locale }: OfficeProps) {
  const t = useTranslations("offices");
  const { website } = office;
  return (
    <dl className="facts">
      <Known label={t("email")} lang={lang} value={office.email} />
      {office.check && <Check check={office.check} locale={locale} />}
      <Known label={t("address")} lang={lang} value={office.address} />
      <Known label={t("phone")} lang={lang} value={office.phone} />
      <Fact label={t("website")}>
        {website ? (
          <a href={website} rel="noreferrer">
            {website}
          </a>
        ) : (
          t("unseen")
        )}
      </Fact>
      <Fact label={t("languages")}>
        {new Intl.ListFormat(locale, { type: "unit" }).format(
          office.languages.map((language) => languageName(language, locale)),
        )}
      </Fact>
    </dl>
  );
}

function Check({ check, locale }: { check: NonNullable<OfficeProps["office"]["check"]>; locale: Locale }) {
  const t = useTranslations("offices");
  const words = {
    date: formatDay(check.at, locale),
    host: hostOf(check.sourceUrl),
    source: (host: ReactNode) => <CheckedAt check={check}>{host}</CheckedAt>,
  };
  return (
    <Fact label={t("check")}>
      {check.email === null ? t.rich("checkNone", words) : t.rich("checkFound", words)}
      {check.note && <p className="small quiet">{check.note}</p>}
    </Fact>
  );
}

/** Where the contact data come from, and what they say of themselves: as of a day, and not of a mail address that was checked. */
function Imported({ office, lang, locale }: OfficeProps) {
  const t = useTranslations("offices");
  const { sourceDate, lastChecked, confidence, note } = office;
  const read = { date: formatDay(new Date(office.seenDate), locale) };
  return (
    <>
      <p className="mt-6 mb-2 max-w-2xl">{office.check ? t("dataButMail", read) : t("data", read)}</p>
      <dl className="facts">
        <Sources {...{ office, lang }} />
        <Fact label={t("sourceDate")}>{sourceDate ? dayInWords(sourceDate, locale) : t("unknownDate")}</Fact>
        <Fact label={t("lastChecked")}>
          {lastChecked ? dayInWords(lastChecked, locale) : t("unknownDate")}
        </Fact>
        <Fact label={t("confidence")}>{t(`sure.${confidence}`)}</Fact>
        {note && (
          <Fact label={t("note")} lang={lang}>
            {note}
          </Fact>
        )}
      </dl>
    </>
  );
}

/** Named and not linked: some are copies that may change hands. */
function Sources({ office: { sources }, lang }: Omit<OfficeProps, "locale">) {
  const t = useTranslations("offices");
  return (
    <Fact label={t("sources")} lang={sources.length > 0 ? lang : undefined}>
      {sources.length === 0 && t("noSource")}
      {sources.map((source) => (
        <p key={source}>{source}</p>
      ))}
    </Fact>
  );
}

function Known({ label, lang, value }: { label: string; lang: Locale; value: string | null }) {
  const t = useTranslations("offices");
  return (
    <Fact label={label} lang={value === null ? undefined : lang}>
      {value ?? t("unseen")}
    </Fact>
  );
}

function Fact({ label, lang, children }: { label: string; lang?: Locale; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd lang={lang}>{children}</dd>
    </div>
  );
}
