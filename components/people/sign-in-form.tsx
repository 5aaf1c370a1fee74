import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import type { Locale } from "@/lib/i18n/locales";

const EMAIL_MAX = 254;

/** Asks for a link by mail; the answer is the same for every address. */
export function SignInForm({ locale, error }: { locale: Locale; error?: "required" | "invalid" }) {
  const t = useTranslations("signIn");
  const words = useTranslations("errors.email");
  return (
    <form className="form" method="post" action="/api/v1/sign-in-links">
      <TextField
        name="email"
        type="email"
        inputMode="email"
        label={t("email")}
        error={error && words(error)}
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={EMAIL_MAX}
        required
      />
      <input type="hidden" name="locale" value={locale} />
      <Button>{t("button")}</Button>
    </form>
  );
}
