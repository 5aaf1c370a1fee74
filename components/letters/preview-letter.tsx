import { useTranslations } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";

type PreviewLetterProps = {
  /** Of a mail alone; on paper there is no such line. */
  from?: string;
  to: string;
  replyTo?: string;
  subject: string;
  /** Text and sources, as they arrive. */
  whole: string;
  language: Locale;
};

/** The letter as it will arrive, to the letter: header lines, text, sources. */
export function PreviewLetter({ from, to, replyTo, subject, whole, language }: PreviewLetterProps) {
  const t = useTranslations("letters.preview");
  const lines = { from, to, replyTo } as const;
  return (
    <div className="letter-sheet">
      <dl className="letter-head">
        {(["from", "to", "replyTo"] as const).map(
          (name) =>
            lines[name] && (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd>{lines[name]}</dd>
              </div>
            ),
        )}
        <div>
          <dt>{t("subject")}</dt>
          <dd lang={language} dir="auto">
            <b>{subject}</b>
          </dd>
        </div>
      </dl>
      <div className="letter-text" lang={language} dir="auto">
        {whole}
      </div>
    </div>
  );
}

/** Empty until the browser's script fills it in while somebody ticks and types; without one it stays away. */
export function LivePreview({ language }: { language: Locale }) {
  const t = useTranslations("letters.preview");
  return (
    <details
      className="live-preview"
      data-live-preview
      data-sources={messagesFor(language).letters.sources}
      hidden
    >
      <summary>{t("title")}</summary>
      <div className="letter-sheet">
        <p lang={language} dir="auto">
          <b data-preview-subject />
        </p>
        <div className="letter-text" lang={language} dir="auto" data-preview-text />
      </div>
    </details>
  );
}
