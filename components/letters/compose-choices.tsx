import { useTranslations } from "next-intl";
import { CitedText } from "@/components/evidence/cited-text";
import { Button } from "@/components/ui/button";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { countryChoices } from "@/lib/i18n/country-names";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import { NAME_LONGEST, OWN_WORDS_LONGEST } from "@/lib/letters/schema";
import type { ComposedLetter, LetterChoice, LetterVersion, Office } from "@/lib/letters/types";
import { CarriedFields, SENDING, WHICH, WRITTEN } from "./carried-fields";
import { draftData } from "./draft-line";
import { type LetterTyped, wrongWith } from "./letter-errors";
import { LivePreview } from "./preview-letter";

type ComposeChoicesProps = {
  campaign: { slug: string };
  office: Office;
  /** Key of the template. */
  template: string;
  version: LetterVersion;
  /** Those the template is written in. */
  languages: readonly Locale[];
  /** What the version can bring that is disputed. */
  disputed: ComposedLetter["contested"];
  /** For the browser's own preview: what a letter is composed of, as JSON. */
  parts: string;
  /** Nothing has been typed yet: a draft in the browser may fill it in. */
  isFirst?: boolean;
  typed: LetterTyped;
  locale: Locale;
};

/** What the letter is to say: topics, demands, why it matters to the writer, and who writes. */
export function ComposeChoices(props: ComposeChoicesProps) {
  const { campaign, office, version, typed, locale } = props;
  const t = useTranslations("letters");
  const values = {
    ...typed.values,
    campaign: campaign.slug,
    target: office.key,
    template: props.template,
    version: String(version.number),
    language: version.locale,
    locale,
  };
  return (
    <div className="writing">
      <form
        className="form"
        method="post"
        action="/api/v1/letters/texts"
        {...draftData({ t, campaign: campaign.slug, target: office.key, step: "choose" })}
        data-draft-fresh={props.isFirst ? "" : undefined}
        data-parts={props.parts}
      >
        <CarriedFields values={values} names={[...WHICH, ...SENDING]} />
        <input type="hidden" name="boxes" value="on" />
        <Choices list="topics" start="topic-" choices={version.body.topics} {...props} />
        <Choices list="demands" start="demand-" choices={version.body.demands} {...props} />
        <Disputed {...props} />
        <TextArea
          name="own"
          label={t("own")}
          hint={t("ownHint", { max: OWN_WORDS_LONGEST })}
          error={wrongWith(props, "own")}
          optional={t("optional")}
          defaultValue={typed.values.own}
          maxLength={OWN_WORDS_LONGEST}
        />
        <WhoWrites {...props} />
        <Button wide name="step" value="letter">
          {t("compose")}
        </Button>
        <KeptLetter values={typed.values} />
        <OtherLanguage {...props} />
      </form>
      <LivePreview language={version.locale} />
    </div>
  );
}

/**
 * Somebody changed the text and came back: both ways on stand open, and only one of them replaces it. Without a text it
 * is there for the browser's draft alone.
 */
function KeptLetter({ values }: { values: Record<string, string> }) {
  const t = useTranslations("letters");
  return (
    <fieldset className="notice strong" data-kept hidden={!values.text} disabled={!values.text}>
      <p>{t("kept")}</p>
      {WRITTEN.map((name) => (
        <input key={name} type="hidden" name={name} defaultValue={values[name] ?? ""} />
      ))}
      <p>
        <Button plain name="keep" value="on">
          {t("keep")}
        </Button>
      </p>
    </fieldset>
  );
}

type ChoicesProps = ComposeChoicesProps & {
  list: "topics" | "demands";
  start: string;
  choices: readonly LetterChoice[];
};

function Choices({ list, start, choices, version, typed }: ChoicesProps) {
  const t = useTranslations("letters");
  const ticked = (typed.values[list] ?? "").split(" ");
  return (
    <fieldset>
      <legend>{t(list)}</legend>
      <p className="hint">{t(`${list}Hint`)}</p>
      <div className="choices">
        {choices.map((choice) => (
          <div className="choice" key={choice.key}>
            <input
              type="checkbox"
              id={start + choice.key}
              name={start + choice.key}
              value="on"
              defaultChecked={ticked.includes(choice.key)}
            />
            <label htmlFor={start + choice.key} lang={version.locale}>
              {choice.label}
              {choice.hint && <span className="hint block">{choice.hint}</span>}
            </label>
            <details className="choice-text">
              <summary>{t("says")}</summary>
              <div className="prose" lang={version.locale}>
                <CitedText paragraphs={choice.paragraphs} />
              </div>
            </details>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** What is disputed is left out, unless the writer has read the note and wants it in; then the note goes along. */
function Disputed({ version: { body, locale }, disputed, typed }: ComposeChoicesProps) {
  const t = useTranslations("letters");
  const confirmed = (typed.values.confirmed ?? "").split(" ");
  if (disputed.length === 0) return null;
  return (
    <fieldset>
      <legend>{t("disputed")}</legend>
      <p className="hint">{t("disputedHint")}</p>
      <div className="choices">
        {disputed.map(({ key, note }) => (
          <div className="choice" key={key}>
            <input
              type="checkbox"
              id={`confirm-${key}`}
              name={`confirm-${key}`}
              value="on"
              defaultChecked={confirmed.includes(key)}
              aria-describedby={`confirm-${key}-hint`}
            />
            <label htmlFor={`confirm-${key}`}>{t("disputedConfirm")}</label>
            <p className="hint" id={`confirm-${key}-hint`}>
              {labelsWith(key, body).map((label) => (
                <b key={label} lang={locale}>{`${label}: `}</b>
              ))}
              <span lang={locale}>{note}</span>
            </p>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** The topics and demands that a claim stands in. */
function labelsWith(claim: string, { topics, demands }: LetterVersion["body"]): string[] {
  const holds = ({ paragraphs }: LetterChoice) =>
    paragraphs.some(({ sentences }) => sentences.some(({ claims }) => claims.includes(claim)));
  return [...topics, ...demands].filter(holds).map(({ label }) => label);
}

/** As the office will see it. */
function WhoWrites(props: ComposeChoicesProps) {
  const t = useTranslations("letters");
  const { typed, locale, office } = props;
  return (
    <>
      <TextField
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        error={wrongWith(props, "name")}
        defaultValue={typed.values.name}
        autoComplete="name"
        maxLength={NAME_LONGEST * 2}
        required
      />
      <SelectField
        name="country"
        label={t("place")}
        hint={t("placeHint")}
        error={wrongWith(props, "country")}
        optional={t("optional")}
        defaultValue={typed.values.country ?? office.country ?? undefined}
        autoComplete="country"
        options={countryChoices(locale)}
        empty={t("placeEmpty")}
      />
    </>
  );
}

/** Which other languages the template has; nothing ticked or typed is lost by the change. */
function OtherLanguage({ version, languages, locale, office }: ComposeChoicesProps) {
  const t = useTranslations("letters");
  const others = languages.filter((language) => language !== version.locale);
  const named = new Intl.ListFormat(locale, { type: "conjunction" });
  const name = (code: string) => new Intl.DisplayNames([locale], { type: "language" }).of(code) ?? code;
  return (
    <div className="part">
      <p>
        {t("language", { language: languageName(version.locale, locale) })}{" "}
        {office.languages.length > 0 &&
          t("officeReads", { languages: named.format(office.languages.map(name)) })}
      </p>
      {others.map((language) => (
        <Button key={language} plain name="inLanguage" value={language} formNoValidate>
          {t("otherLanguage", { language: languageName(language, locale) })}
        </Button>
      ))}
    </div>
  );
}
