import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { RadioGroup, TickBox } from "@/components/ui/choice";
import { formatMoment } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { OwnSignatureView } from "@/lib/signatures/types";
import { actId, actsFor, type OwnAct } from "./own-act-links";

const DISPLAYS = ["counted", "initials", "public"] as const;

type OwnFormProps = { token: string; locale: Locale };
type SignatureProps = OwnFormProps & { signature: OwnSignatureView };

const FORMS = {
  display: DisplayForm,
  news: NewsForm,
  download: DownloadForm,
  withdraw: WithdrawForm,
  delete: WithdrawForm,
  erase: EraseForm,
} as const;

/** Everything that can be done with a signature as it stands; each act is a form of its own. */
export function OwnForms(props: SignatureProps) {
  return actsFor(props.signature).map((act) => {
    const Form = FORMS[act];
    return <Form key={act} {...props} />;
  });
}

type ActProps = OwnFormProps & { act: OwnAct | "undo"; door: string; title: string; children: ReactNode };

/** One act: its heading, its words, its form. Nothing submits itself. */
function Act({ act, door, title, token, locale, children }: ActProps) {
  return (
    <section className="part" id={act === "undo" ? undefined : actId(act)}>
      <h2>{title}</h2>
      <form method="post" action={`/api/v1/${door}`} className="form">
        {children}
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="locale" value={locale} />
      </form>
    </section>
  );
}

function DisplayForm({ token, locale, signature }: SignatureProps) {
  const t = useTranslations();
  const canShow = signature.name !== null && signature.country !== null;
  const choices = DISPLAYS.filter((display) => display === "counted" || canShow);
  return (
    <Act act="display" door="displays" title={t("signature.displayTitle")} token={token} locale={locale}>
      {!canShow && <p>{t("signature.displayLacks")}</p>}
      {choices.length > 1 && (
        <>
          <RadioGroup
            name="display"
            label={t("form.display")}
            defaultValue={signature.display}
            options={choices.map((value) => ({
              value,
              label: t(`form.displays.${value}`),
              hint: t(`form.displayHints.${value}`),
            }))}
          />
          <Button plain>{t("signature.displayButton")}</Button>
        </>
      )}
    </Act>
  );
}

function NewsForm({ token, locale, signature }: SignatureProps) {
  const t = useTranslations("signature");
  const { updates, newsUndoUntil } = signature;
  return (
    <Act act="news" door="news-stops" title={t("newsTitle")} token={token} locale={locale}>
      {updates && <p>{t("newsText")}</p>}
      {newsUndoUntil && <p>{t("newsUndo", { date: formatMoment(newsUndoUntil, locale) })}</p>}
      {newsUndoUntil && <input type="hidden" name="undo" value="on" />}
      <Button plain>{t(updates ? "newsButton" : "newsUndoButton")}</Button>
    </Act>
  );
}

function DownloadForm({ token, locale }: OwnFormProps) {
  const t = useTranslations("signature");
  return (
    <Act act="download" door="downloads" title={t("downloadTitle")} token={token} locale={locale}>
      <p>{t("downloadText")}</p>
      <Button plain>{t("downloadButton")}</Button>
    </Act>
  );
}

function WithdrawForm({ token, locale, signature }: SignatureProps) {
  const t = useTranslations("signature");
  const act = signature.state === "pending" ? "delete" : "withdraw";
  const words = act === "delete" ? "deleteText" : signature.email ? "withdrawText" : "withdrawFinal";
  return (
    <Act act={act} door="withdrawals" title={t(`${act}Title`)} token={token} locale={locale}>
      <p>{t(words)}</p>
      <Sure id="withdraw-sure" label={t(`${act}Sure`)} />
      <Button>{t(`${act}Button`)}</Button>
    </Act>
  );
}

/** Takes a withdrawal back; stands where the withdrawal is told, not below all that is stored. */
export function UndoForm({ token, locale, until }: OwnFormProps & { until: Date }) {
  const t = useTranslations("signature");
  return (
    <Act act="undo" door="withdrawals" title={t("undoButton")} token={token} locale={locale}>
      <p>{t("undoText", { date: formatMoment(until, locale) })}</p>
      <input type="hidden" name="undo" value="on" />
      <Button>{t("undoButton")}</Button>
    </Act>
  );
}

function EraseForm({ token, locale, signature }: SignatureProps) {
  const t = useTranslations("signature");
  return (
    <Act act="erase" door="erasures" title={t("eraseTitle")} token={token} locale={locale}>
      <p>{t("eraseText")}</p>
      {signature.state === "confirmed" && <p>{t("eraseCounted")}</p>}
      <div className="choices">
        <Sure id="erase-sure" label={t("eraseSure")} />
        {signature.state === "confirmed" && (
          <TickBox name="withdraw" label={t("eraseWithdraw")} hint={t("eraseWithdrawHint")} />
        )}
      </div>
      <Button>{t("eraseButton")}</Button>
    </Act>
  );
}

/** The second step without a second page: a box that no browser ticks by itself. */
function Sure({ id, label }: { id: string; label: string }) {
  return (
    <div className="choice">
      <input type="checkbox" id={id} name="sure" value="on" required autoComplete="off" />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
