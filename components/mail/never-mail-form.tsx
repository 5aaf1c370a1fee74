import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";

type NeverMailFormProps = { token: string; locale: Locale; allow?: boolean };

/** One button: ends mails to the mailbox, or allows them again. Opening a page never does. */
export function NeverMailForm({ token, locale, allow }: NeverMailFormProps) {
  const t = useTranslations("unsubscribe");
  return (
    <form method="post" action="/api/v1/unsubscribes" className="form">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="locale" value={locale} />
      {allow && <input type="hidden" name="allow" value="on" />}
      <Button wide plain={allow}>
        {t(allow ? "undoButton" : "button")}
      </Button>
    </form>
  );
}
