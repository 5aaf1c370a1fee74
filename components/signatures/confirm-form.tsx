import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";

type ConfirmFormProps = {
  token: string;
  /** When the sign-up on the page was made, RFC 3339: the button confirms that one and none that came after it. */
  shown: string;
  locale: Locale;
};

/** One button. Nothing submits itself: programs that scan mail open links and run scripts. */
export function ConfirmForm({ token, shown, locale }: ConfirmFormProps) {
  const t = useTranslations("confirm");
  return (
    <form method="post" action="/api/v1/confirmations" className="form">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="shown" value={shown} />
      <input type="hidden" name="locale" value={locale} />
      <Button wide>{t("button")}</Button>
    </form>
  );
}
