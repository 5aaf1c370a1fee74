import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { describedBy, Field, TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { formatNumber } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import { SUBJECT_LONGEST, TEXT_LONGEST } from "@/lib/letters/schema";
import { CHOSEN, type ComposedLetter, type LetterVersion, SENDING, WHICH } from "@/lib/letters/types";
import { CarriedFields } from "./carried-fields";
import { Disputed, disputedIn } from "./compose-boxes";
import { draftData } from "./draft-line";
import { type LetterTyped, wrongWith } from "./letter-errors";
import { LivePreview } from "./preview-letter";
import { UnchangedNotice } from "./unchanged-notice";

type ComposeLetterProps = {
  version: LetterVersion;
  /** The sources as they stand under the letter. */
  notes: readonly string[];
  /** What was left out, for the writer has not said yes to it. */
  leftOut: ComposedLetter["contested"];
  isUnchanged: boolean;
  typed: LetterTyped;
  locale: Locale;
};

/** The whole letter as text that can be changed at will, its sources, its length. */
export function ComposeLetter(props: ComposeLetterProps) {
  const { version, notes, leftOut, isUnchanged, typed, locale } = props;
  const { values } = typed;
  const t = useTranslations("letters");
  const draft = draftData({
    t,
    campaign: values.campaign ?? "",
    target: values.target ?? "",
    step: "letter",
  });
  return (
    <div className="writing">
      <form
        className="form"
        method="post"
        action="/api/v1/letters/texts"
        {...draft}
        data-notes={JSON.stringify(notes)}
      >
        <CarriedFields values={values} names={[...WHICH, ...CHOSEN, ...SENDING, "claims"]} />
        {values.former && <FormerText text={values.former} />}
        {leftOut.length > 0 && <LeftOut leftOut={leftOut} version={chosenOf(version, values)} />}
        {isUnchanged && <UnchangedNotice />}
        <TextField
          name="subject"
          label={t("subject")}
          hint={t("subjectHint")}
          error={wrongWith(props, "subject")}
          defaultValue={values.subject}
          maxLength={SUBJECT_LONGEST}
          lang={version.locale}
          autoComplete="off"
          required
        />
        <LetterArea
          text={values.text ?? ""}
          error={wrongWith(props, "text")}
          language={version.locale}
          locale={locale}
        />
        <Sources notes={notes} language={version.locale} />
        <div className="actions">
          <Button name="step" value="send">
            {t("toSend")}
          </Button>
          <Button name="step" value="choose" plain formNoValidate>
            {t("toChoose")}
          </Button>
        </div>
        <p className="hint">{t("stepBack")}</p>
      </form>
      <LivePreview language={version.locale} />
    </div>
  );
}

type LetterAreaProps = { text: string; error?: string; language: Locale; locale: Locale };

function LetterArea({ text, error, language, locale }: LetterAreaProps) {
  const t = useTranslations("letters");
  const hint = t("textHint");
  const max = formatNumber(TEXT_LONGEST, locale);
  return (
    <Field name="text" label={t("text")} hint={hint} error={error}>
      <textarea
        id="text"
        name="text"
        className="input letter-area"
        maxLength={TEXT_LONGEST}
        defaultValue={text}
        lang={language}
        rows={24}
        required
        {...describedBy({ name: "text", hint, error })}
      />
      <p className="hint" data-length-of="text" data-length-words={t("length", { count: "%s", max })}>
        {t("length", { count: formatNumber(text.length, locale), max })}
      </p>
    </Field>
  );
}

function Sources({ notes, language }: { notes: readonly string[]; language: Locale }) {
  const t = useTranslations("letters");
  if (notes.length === 0) return <p className="hint">{t("noNotes")}</p>;
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">{t("notes")}</h2>
      <p className="hint">{t("notesHint")}</p>
      <ol className="letter-notes" lang={language}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ol>
    </section>
  );
}

type LeftOutProps = { leftOut: ComposedLetter["contested"]; version: LetterVersion };

function LeftOut({ leftOut, version }: LeftOutProps) {
  const t = useTranslations("letters");
  return (
    <Notice title={t("leftOut")}>
      <p>{t("leftOutText")}</p>
      <ul>
        {disputedIn(version, leftOut).map(({ keys, ...paragraph }) => (
          <li key={keys.join("+")}>
            <Disputed {...paragraph} language={version.locale} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** A version with no more topics and demands than the writer chose. */
function chosenOf(
  version: LetterVersion,
  { topics = "", demands = "" }: LetterTyped["values"],
): LetterVersion {
  const { body } = version;
  const chosen = {
    topics: body.topics.filter(({ key }) => topics.split(" ").includes(key)),
    demands: body.demands.filter(({ key }) => demands.split(" ").includes(key)),
  };
  return { ...version, body: { ...body, ...chosen } };
}

/** What the new text has replaced, to copy from. */
function FormerText({ text }: { text: string }) {
  const t = useTranslations("letters");
  return (
    <Notice>
      <p>{t("former")}</p>
      <details className="opened">
        <summary>{t("formerShow")}</summary>
        <div className="letter-text letter-sheet">{text}</div>
      </details>
    </Notice>
  );
}
