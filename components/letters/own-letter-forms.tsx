import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import type { OwnLetter } from "@/lib/letters/types";

type OwnLetterFormProps = { letter: OwnLetter; token: string; locale: Locale };

/** One button. Nothing submits itself: programs that scan mail open links and run scripts. */
export function ConfirmLetterForm({ letter, token, locale }: OwnLetterFormProps) {
  const t = useTranslations("letters.mine.confirm");
  return (
    <section className="part" id="confirm" aria-labelledby="confirm-title">
      <h2 id="confirm-title">{t("title")}</h2>
      <form method="post" action="/api/v1/letter-confirmations" className="form">
        <p>{t(letter.channel)}</p>
        <p>{t("doubt")}</p>
        <Which token={token} locale={locale} />
        <Button wide>{t("button")}</Button>
      </form>
    </section>
  );
}

/** Taking it back while that is possible, and destroying what is stored of its writer. */
export function OwnLetterForms({ letter, token, locale }: OwnLetterFormProps) {
  const { may, state } = letter;
  // Taking it back destroys what there is to erase.
  if (may.withdraw) return <OwnAct act="withdraw" letter={letter} token={token} locale={locale} />;
  if (may.erase && state !== "withdrawn")
    return <OwnAct act="erase" letter={letter} token={token} locale={locale} />;
  return null;
}

const DOORS = { withdraw: "letter-withdrawals", erase: "letter-erasures" } as const;

function OwnAct({ act, letter, token, locale }: OwnLetterFormProps & { act: keyof typeof DOORS }) {
  const t = useTranslations("letters.mine");
  return (
    <section className="part" id={act} aria-labelledby={`${act}-title`}>
      <h2 id={`${act}-title`}>{t(`${act}.title`)}</h2>
      <form method="post" action={`/api/v1/${DOORS[act]}`} className="form">
        <p>{t(act === "withdraw" ? `withdraw.${takingBack(letter)}` : "erase.text")}</p>
        <div className="choice">
          <input type="checkbox" id={`${act}-sure`} name="sure" value="on" required autoComplete="off" />
          <label htmlFor={`${act}-sure`}>{t(`${act}.sure`)}</label>
        </div>
        <Which token={token} locale={locale} />
        <Button plain>{t(`${act}.button`)}</Button>
      </form>
    </section>
  );
}

/** Paper is beyond our reach. */
function takingBack({ state, isPacked }: OwnLetter) {
  if (state === "draft") return "textDraft";
  return isPacked ? "textPacked" : "text";
}

function Which({ token, locale }: { token: string; locale: Locale }) {
  return (
    <>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="locale" value={locale} />
    </>
  );
}
