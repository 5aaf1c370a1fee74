import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import type { Locale } from "@/lib/i18n/locales";

type FormProps = {
  /** A petition's; none asks for links to letters. */ slug?: string;
  locale: Locale;
  error?: string;
};
const EMAIL_MAX = 254;
const CODE_MAX = 100;

/** Asks for links by mail. */
export function LinkForm({ slug, locale, typed, error }: FormProps & { typed?: string }) {
  const t = useTranslations("manage");
  return (
    <form method="post" action="/api/v1/manage-links" className="form">
      <TextField
        name="email"
        type="email"
        inputMode="email"
        label={t("email")}
        error={error}
        defaultValue={typed}
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={EMAIL_MAX}
        required
      />
      <Where slug={slug} locale={locale} />
      <Button wide>{t("button")}</Button>
    </form>
  );
}

/** Opens a signature with the code of "forget me". Browsers are told not to keep it. */
export function CodeForm({ slug, locale, error }: FormProps) {
  const t = useTranslations("manage");
  return (
    <form method="post" action="/api/v1/manage-links" className="form" autoComplete="off">
      <TextField
        name="code"
        type="text"
        label={t("code")}
        hint={t("codeHint")}
        error={error}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={CODE_MAX}
        required
      />
      <Where slug={slug} locale={locale} />
      <Button wide plain>
        {t("codeButton")}
      </Button>
    </form>
  );
}

function Where({ slug, locale }: FormProps) {
  return (
    <>
      {slug && <input type="hidden" name="petition" value={slug} />}
      <input type="hidden" name="locale" value={locale} />
    </>
  );
}
