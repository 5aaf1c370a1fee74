import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import type { Messages } from "@/lib/i18n/messages";
import type { LetterTyped } from "./letter-errors";

type TakenFormProps = {
  ways: readonly (keyof Messages["letters"]["taken"])[];
  typed: LetterTyped;
  locale: Locale;
};

/** "I have sent it": nobody checks it, so it adds to a sum that is shown as what people say. */
export function TakenForm({ ways, typed, locale }: TakenFormProps) {
  const t = useTranslations("letters");
  const { campaign = "", target = "" } = typed.values;
  return (
    <form className="form mt-6" method="post" action="/api/v1/letters/taken">
      <p>{t("takenText")}</p>
      <input type="hidden" name="campaign" value={campaign} />
      <input type="hidden" name="target" value={target} />
      <input type="hidden" name="locale" value={locale} />
      <p className="actions">
        {ways.map((way) => (
          <Button key={way} plain name="way" value={way}>
            {t(`taken.${way}`)}
          </Button>
        ))}
      </p>
    </form>
  );
}
