import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import type { Messages } from "@/lib/i18n/messages";
import type { LetterVersion, Office } from "@/lib/letters/types";
import type { LetterTyped } from "./letter-errors";
import { PreviewLetter } from "./preview-letter";
import { UnchangedNotice } from "./unchanged-notice";
import { WriteByOwnMail } from "./write-by-own-mail";
import { BY_US_FORM, WriteByPlatform } from "./write-by-platform";
import { WriteOnPaper } from "./write-on-paper";

type PaperWords = Messages["papers"];

export type WriteSendProps = {
  office: Office;
  version: LetterVersion;
  /** As the mail's header says it: a name and the campaign's address. */
  from: string;
  /** Where answers are taken in for the writer. */
  replyDomain: string;
  /** Answers can come through the campaign. */
  takesAnswers: boolean;
  /** Text and sources, as they arrive. */
  whole: string;
  /** Null: no address of the office is known. */
  mailto: { href: string; whole: boolean } | null;
  /** What there is to print, and the office's address as it is printed. */
  paper: {
    sheets: readonly (keyof PaperWords["sheet"])[];
    envelopes: readonly (keyof PaperWords["envelope"])[];
    /** Characters of the writer's own address at most. */
    senderLongest: number;
    address: readonly string[];
  };
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
        <p className="no-print">
          <a className="tap" href="#ways">
            {t("toWays")}
          </a>
        </p>
        <PreviewLetter
          from={office.platform.may ? from : undefined}
          to={office.name ?? office.email ?? office.key}
          replyTo={
            office.platform.may
              ? t(props.takesAnswers ? "preview.relayOrOwn" : "preview.own", { domain: props.replyDomain })
              : undefined
          }
          subject={typed.values.subject ?? ""}
          whole={whole}
          language={version.locale}
        />
        <div
          className="mt-6"
          data-draft-here={typed.values.campaign}
          data-draft-kept={t("draft.kept")}
          data-draft-forget={t("draft.forget")}
          data-draft-forgotten={t("draft.forgotten")}
        />
        <ChangeLetter />
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
                {t(`by.${way === "us" && !office.platform.may ? "hand" : way}`)}
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

/**
 * Buttons of the form below, so that what is typed there is not lost. Enter in one of its fields presses its first
 * button: that one sends.
 */
function ChangeLetter() {
  const t = useTranslations("letters");
  return (
    <div className="actions no-print">
      <button type="submit" form={BY_US_FORM} className="unseen" tabIndex={-1} aria-hidden="true" />
      <Button
        plain
        form={BY_US_FORM}
        formAction="/api/v1/letters/texts"
        formNoValidate
        name="step"
        value="letter"
      >
        {t("toLetter")}
      </Button>
      <p className="hint">{t("stepBack")}</p>
    </div>
  );
}
