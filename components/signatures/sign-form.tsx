import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { RadioGroup, TickBox } from "@/components/ui/choice";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { TrapField } from "@/components/ui/trap-field";
import { countryChoices } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";
import { NAME_MAX, REASON_MAX } from "@/lib/signatures/schema";
import { errorWords } from "./error-words";
import { scriptWords } from "./script-words";

/** What was typed, and per field the code of what is wrong with it. */
export type Typed = { values: Record<string, string>; errors: Record<string, string> };

type SignFormProps = {
  slug: string;
  version: number;
  locale: Locale;
  src?: string;
  typed: Typed;
  /** In years; whoever runs the site says. */
  minimumAge: number;
};

const DISPLAYS = ["counted", "initials", "public"] as const;
const EMAIL_MAX = 254;

/** The signing form: plain, complete without a script, its fields named as the public interface names them. */
export function SignForm({ slug, version, locale, src, typed, minimumAge }: SignFormProps) {
  const t = useTranslations("form");
  return (
    <form
      className="form"
      method="post"
      action={`/api/v1/petitions/${slug}/signatures`}
      data-words={scriptWords(locale)}
      data-proof={`/api/v1/petitions/${slug}/proof`}
    >
      <PersonFields locale={locale} typed={typed} />
      <DisplayFields locale={locale} typed={typed} />
      <ChoiceFields locale={locale} typed={typed} minimumAge={minimumAge} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="locale" value={locale} />
      {src && <input type="hidden" name="src" value={src} />}
      <TrapField />
      <div>
        <Button wide>{t("submit")}</Button>
        <p className="hint">{t("submitHint")}</p>
      </div>
    </form>
  );
}

type PartProps = { locale: Locale; typed: Typed };

/** The words for what is wrong with a field, if anything is. */
function wrong({ locale, typed }: PartProps, field: string): string | undefined {
  const code = typed.errors[field];
  return code && errorWords(locale, field, code);
}

function PersonFields(part: PartProps) {
  const t = useTranslations("form");
  const { values } = part.typed;
  return (
    <>
      <TextField
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        error={wrong(part, "name")}
        defaultValue={values.name}
        autoComplete="name"
        maxLength={NAME_MAX * 2}
      />
      <TextField
        name="email"
        type="email"
        inputMode="email"
        label={t("email")}
        hint={t("emailHint")}
        error={wrong(part, "email")}
        defaultValue={values.email}
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={EMAIL_MAX}
        required
      />
      <SelectField
        name="country"
        label={t("country")}
        hint={t("countryHint")}
        error={wrong(part, "country")}
        defaultValue={values.country}
        autoComplete="country"
        options={countryChoices(part.locale)}
        empty={t("countryEmpty")}
      />
    </>
  );
}

function DisplayFields(part: PartProps) {
  const t = useTranslations("form");
  const { values } = part.typed;
  return (
    <>
      <RadioGroup
        name="display"
        label={t("display")}
        error={wrong(part, "display")}
        defaultValue={DISPLAYS.find((display) => display === values.display) ?? "counted"}
        options={DISPLAYS.map((value) => ({
          value,
          label: t(`displays.${value}`),
          hint: t(`displayHints.${value}`),
        }))}
      />
      <TickBox
        name="forgetMe"
        label={t("forgetMe")}
        hint={t("forgetMeHint")}
        error={wrong(part, "forgetMe")}
        defaultChecked={values.forgetMe === "on"}
      />
    </>
  );
}

function ChoiceFields({ minimumAge, ...part }: PartProps & { minimumAge: number }) {
  const t = useTranslations("form");
  const { values } = part.typed;
  return (
    <>
      <TextArea
        name="reason"
        label={t("reason")}
        hint={t("reasonHint")}
        error={wrong(part, "reason")}
        optional={t("optional")}
        defaultValue={values.reason}
        maxLength={REASON_MAX}
      />
      <div className="choices">
        <TickBox
          name="consent"
          label={t("consent", { age: minimumAge })}
          hint={<Consent locale={part.locale} />}
          error={wrong(part, "consent")}
          defaultChecked={values.consent === "on"}
          required
        />
        <TickBox
          name="updates"
          label={t("updates")}
          hint={t("updatesHint")}
          error={wrong(part, "updates")}
          defaultChecked={values.updates === "on"}
        />
      </div>
    </>
  );
}

function Consent({ locale }: { locale: Locale }) {
  const t = useTranslations("form");
  return (
    <>
      {t("consentHint")} <a href={`/${locale}/privacy`}>{t("privacy")}</a>
    </>
  );
}
