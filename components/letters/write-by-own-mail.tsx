import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { dayInWords, formatDay } from "@/lib/i18n/dates";
import { TakenForm } from "./taken-form";
import type { WriteSendProps } from "./write-send";

/** From the writer's own mailbox: opened with the letter in it, or copied piece by piece. */
export function WriteByOwnMail(props: WriteSendProps) {
  const { office, mailto, typed, whole, version } = props;
  const t = useTranslations("letters");
  return (
    <section className="part no-print" id="by-mail" aria-labelledby="by-mail-title">
      <h2 id="by-mail-title">{t("by.mail")}</h2>
      <div className="prose">
        <p>{t("ownMail")}</p>
        <WhereSeen {...props} />
        {mailto && (
          <>
            <p>{t(mailto.whole ? "mailtoOpens" : "mailtoShort")}</p>
            <p className="actions">
              <ButtonLink href={mailto.href}>{t("mailto")}</ButtonLink>
            </p>
            <p className="hint">{t("mailtoWhole")}</p>
          </>
        )}
        <h3>{t("copy.title")}</h3>
        {office.email && <Copied name="address" text={office.email} />}
        <Copied name="subject" text={typed.values.subject ?? ""} lang={version.locale} />
        <details className="opened" data-copy={t("copy.textButton")} data-copied={t("copy.done")}>
          <summary>{t("copy.text")}</summary>
          <code className="code letter-copy" lang={version.locale}>
            {whole}
          </code>
        </details>
      </div>
      <TakenForm {...props} ways={["own-mail", "copied"]} />
    </section>
  );
}

/** An address is given with when a check saw it; one that nobody checked with how old and how sure its source is. */
function WhereSeen({ office, locale }: WriteSendProps) {
  const t = useTranslations("letters");
  const offices = useTranslations("offices");
  const { email, check, sourceDate, confidence } = office;
  if (!email) return <p>{t("noAddress")}</p>;
  const unchecked = {
    address: email,
    date: sourceDate ? dayInWords(sourceDate, locale) : offices("unknownDate"),
    sure: offices(`sure.${confidence}`),
  };
  return (
    <p>
      {check
        ? t("seen", { address: email, date: formatDay(check.at, locale) })
        : t("seenUnchecked", unchecked)}{" "}
      {t("seenCheck")}{" "}
      {office.website && (
        <a href={office.website} rel="noreferrer">
          {office.website}
        </a>
      )}
    </p>
  );
}

type CopiedProps = { name: "address" | "subject"; text: string; lang?: string };

/** One piece, marked as a whole by a tap; the script adds a button. */
function Copied({ name, text, lang }: CopiedProps) {
  const t = useTranslations("letters.copy");
  return (
    <div>
      <p className="small quiet">{t(name)}</p>
      <p data-copy={t(`${name}Button`)} data-copied={t("done")}>
        <code className="code" lang={lang}>
          {text}
        </code>
      </p>
    </div>
  );
}
