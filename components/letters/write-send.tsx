import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import type { LetterVersion, Office } from "@/lib/letters/types";
import { CarriedFields, CHOSEN, SENDING, WHICH, WRITTEN } from "./carried-fields";
import type { LetterTyped } from "./letter-errors";
import { PreviewLetter } from "./preview-letter";
import { UnchangedNotice } from "./unchanged-notice";
import { WriteByOwnMail } from "./write-by-own-mail";
import { WriteByPlatform } from "./write-by-platform";
import { WriteOnPaper } from "./write-on-paper";

export type WriteSendProps = {
  office: Office;
  version: LetterVersion;
  /** As the mail's header says it: a name and the campaign's address. */
  from: string;
  /** Where answers are taken in for the writer. */
  replyDomain: string;
  /** Text and sources, as they arrive. */
  whole: string;
  /** Null: no address of the office is known. */
  mailto: { href: string; whole: boolean } | null;
  isUnchanged: boolean;
  minimumAge: number;
  typed: LetterTyped;
  locale: Locale;
};

/** The letter as it will arrive, and the ways it can go. */
export function WriteSend(props: WriteSendProps) {
  const { office, version, from, whole, isUnchanged, typed } = props;
  const t = useTranslations("letters");
  return (
    <>
      <section aria-labelledby="preview">
        <h2 id="preview">{t("preview.title")}</h2>
        <PreviewLetter
          from={office.platform.may ? from : undefined}
          to={office.email ?? office.name ?? ""}
          replyTo={office.platform.may ? t("preview.relay", { domain: props.replyDomain }) : undefined}
          subject={typed.values.subject ?? ""}
          whole={whole}
          language={version.locale}
        />
        <form className="form mt-6" method="post" action="/api/v1/letters/texts">
          <CarriedFields values={typed.values} names={[...WHICH, ...CHOSEN, ...WRITTEN, ...SENDING]} />
          <input type="hidden" name="keep" value="on" />
          <Button plain name="step" value="letter">
            {t("toLetter")}
          </Button>
        </form>
        {isUnchanged && (
          <div className="mt-6">
            <UnchangedNotice />
          </div>
        )}
      </section>
      <section className="part no-print" aria-labelledby="ways">
        <h2 id="ways">{t("ways")}</h2>
        <p className="prose">{t("waysText")}</p>
        <ul className="act-links">
          {(["us", "mail", "paper"] as const).map((way) => (
            <li key={way}>
              <a className="tap" href={`#by-${way}`}>
                {t(`by.${way}`)}
              </a>
            </li>
          ))}
        </ul>
      </section>
      <WriteByPlatform {...props} />
      <WriteByOwnMail {...props} />
      <WriteOnPaper {...props} />
    </>
  );
}
