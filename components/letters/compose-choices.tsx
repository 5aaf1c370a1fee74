import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { countryChoices } from "@/lib/i18n/country-names";
import { formatNumber } from "@/lib/i18n/dates";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import { NAME_LONGEST, OWN_WORDS_LONGEST } from "@/lib/letters/schema";
import {
  type ComposedLetter,
  type LetterVersion,
  type Office,
  SENDING,
  WHICH,
  WRITTEN,
} from "@/lib/letters/types";
import { CarriedFields } from "./carried-fields";
import { ChoiceBoxes, DisputedBoxes } from "./compose-boxes";
import { draftData } from "./draft-line";
import { type LetterTyped, wrongWith } from "./letter-errors";
import { LivePreview } from "./preview-letter";

type ComposeChoicesProps = {
  campaign: { slug: string };
  office: Office;
  /** Key of the template; none for a free letter. */
  template: string | undefined;
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
    version: props.template && String(version.number),
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
        <LetterLanguage {...props} />
        {props.template ? <Choices {...props} /> : <p>{t("free.text")}</p>}
        <TextArea
          name="own"
          label={t(props.template ? "own" : "free.own")}
          hint={t("ownHint", { max: formatNumber(OWN_WORDS_LONGEST, props.locale) })}
          error={wrongWith(props, "own")}
          optional={props.template && t("optional")}
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

/** What the template offers to say. */
function Choices({ version, disputed, typed }: ComposeChoicesProps) {
  return (
    <>
      <input type="hidden" name="boxes" value="on" />
      <ChoiceBoxes list="topics" start="topic-" version={version} typed={typed} />
      <ChoiceBoxes list="demands" start="demand-" version={version} typed={typed} />
      <DisputedBoxes version={version} disputed={disputed} typed={typed} />
    </>
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

/** As the office will see it. */
function WhoWrites(props: ComposeChoicesProps) {
  const t = useTranslations("letters");
  const { typed, locale } = props;
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
        defaultValue={typed.values.country}
        autoComplete="country"
        options={countryChoices(locale)}
        empty={t("placeEmpty")}
      />
    </>
  );
}

/** Said before there is anything to choose. */
function LetterLanguage({ version, locale, office }: ComposeChoicesProps) {
  const t = useTranslations("letters");
  const named = new Intl.ListFormat(locale, { type: "conjunction" });
  const name = (code: string) => languageName(code, locale);
  return (
    <p>
      {t("language", { language: name(version.locale) })}{" "}
      {office.languages.length > 0 &&
        t("officeReads", { languages: named.format(office.languages.map(name)) })}
    </p>
  );
}

/**
 * Which other languages the template has; nothing ticked or typed is lost by the change. Last, for Enter presses the
 * first button.
 */
function OtherLanguage({ version, languages, locale }: ComposeChoicesProps) {
  const t = useTranslations("letters");
  const others = languages.filter((language) => language !== version.locale);
  if (others.length === 0) return null;
  return (
    <p className="actions part">
      {others.map((language) => (
        <Button key={language} plain name="inLanguage" value={language} formNoValidate>
          {t("otherLanguage", { language: languageName(language, locale) })}
        </Button>
      ))}
    </p>
  );
}
