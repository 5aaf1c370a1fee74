import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";
import { formatDay } from "@/lib/i18n/dates";
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
            <p className="actions">
              <ButtonLink href={mailto.href}>{t("mailto")}</ButtonLink>
            </p>
            <p className="hint">{t(mailto.whole ? "mailtoWhole" : "mailtoShort")}</p>
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

/** An address that nobody checked lately is given with where it was seen and when. */
function WhereSeen({ office, locale }: WriteSendProps) {
  const t = useTranslations("letters");
  if (!office.email) return <p>{t("noAddress")}</p>;
  const seen = office.check?.at ?? new Date(office.seenDate);
  return (
    <p>
      {t("seen", { address: office.email, date: formatDay(seen, locale) })} {t("seenCheck")}{" "}
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
