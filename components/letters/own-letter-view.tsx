import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { formatDay, formatMoment } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { OwnLetter } from "@/lib/letters/types";
import { OwnLetterFacts } from "./own-letter-facts";
import { ConfirmLetterForm, OwnLetterForms } from "./own-letter-forms";
import { meaningOf, titleOf } from "./own-letter-words";
import { PreviewLetter } from "./preview-letter";
import { UnchangedNotice } from "./unchanged-notice";

type OwnLetterViewProps = {
  letter: OwnLetter;
  /** What its writer chose, in words. */
  chosen: string[];
  /** How long the link is good. */
  until: Date;
  /** As it arrives; null once it is forgotten. `head`: of a mail alone. */
  mail: {
    head: { from: string; answers: { own: string } | { relay: string } } | null;
    subject: string;
    whole: string;
  } | null;
  /** What was just done, or could not be. */
  news: { changed?: string | string[]; refused?: string | string[] };
  token: string;
  locale: Locale;
  /** The question whether there was an answer, once it has left. */
  children?: ReactNode;
};

/** A letter as its writer sees it: how it stands, what it says, what can be done with it. */
export function OwnLetterView(props: OwnLetterViewProps) {
  const { letter, chosen, until, mail, token, locale, children } = props;
  const t = useTranslations("letters.mine");
  const another = useTranslations("letters.thanks");
  return (
    <div data-draft-confirmed={letter.confirmedAt ? letter.campaign.slug : undefined}>
      <Opening
        eyebrow={letter.campaign.title}
        title={t(`titles.${titleOf(letter)}`)}
        lead={t(meaningOf(letter))}
      >
        <Standing letter={letter} locale={locale} />
      </Opening>
      <News {...props} />
      {letter.unchanged && letter.state === "draft" && <UnchangedNotice />}
      {letter.corrections.length > 0 && <Corrected letter={letter} locale={locale} />}
      {children}
      {mail && <Mail letter={letter} mail={mail} />}
      {letter.may.confirm && <ConfirmLetterForm letter={letter} token={token} locale={locale} />}
      <OwnLetterForms letter={letter} token={token} locale={locale} />
      <OwnLetterFacts letter={letter} chosen={chosen} locale={locale} />
      <p className="small quiet part">
        {t("until", { date: formatMoment(until, locale) })}{" "}
        {letter.email === null ? t("noFresh") : <a href={`/${locale}/letters/sent`}>{t("fresh")}</a>}
      </p>
      {letter.state !== "draft" && (
        <p>
          <a className="tap" href={`/${locale}/letters/${letter.campaign.slug}`}>
            {another("another")}
          </a>
        </p>
      )}
    </div>
  );
}

/** When it is about to leave, why it waits, until when it is kept. */
function Standing({ letter, locale }: { letter: OwnLetter; locale: Locale }) {
  const t = useTranslations("letters.mine");
  const { state, heldFor, waitsFor, dueAbout, expiresAt, forgottenFrom } = letter;
  const lines = [
    state === "draft" && t("expires", { date: formatMoment(expiresAt, locale) }),
    state === "held" && heldFor && t(`held.${heldFor}`),
    waitsFor && t(`stopped.${waitsFor}`),
    dueAbout && t("due", { date: formatDay(dueAbout, locale) }),
    forgottenFrom && t("forgotten", { date: formatDay(forgottenFrom, locale) }),
  ];
  return lines.map((line) => line && <p key={line}>{line}</p>);
}

const CHANGED = ["confirmed", "withdrawn", "erased", "answered"] as const;
const REFUSED = ["unsure", "closed", "too-many", "written-before", "left", "leaving", "not-left"] as const;

/** Anyone can write these into an address, and a browser goes back to them: they count only where the letter agrees. */
function News({ letter, news }: OwnLetterViewProps) {
  const t = useTranslations("letters.mine");
  const refused = REFUSED.find((known) => known === news.refused && wasRefused(letter)[known]);
  const changed = CHANGED.find((known) => known === news.changed && wasDone(letter)[known]);
  const words = refused ? t(`refused.${refused}`) : changed ? t(`changed.${changed}`) : null;
  if (!words) return null;
  return (
    <Notice strong landing id="news">
      <p role="status">{words}</p>
    </Notice>
  );
}

function wasDone({ state, confirmedAt, erasedAt }: OwnLetter): Record<(typeof CHANGED)[number], boolean> {
  return {
    confirmed: confirmedAt !== null,
    withdrawn: state === "withdrawn",
    erased: erasedAt !== null,
    answered: true,
  };
}

function wasRefused({ state, leftAt, erasedAt }: OwnLetter): Record<(typeof REFUSED)[number], boolean> {
  const isDraft = state === "draft";
  return {
    unsure: state !== "withdrawn" && erasedAt === null,
    closed: isDraft,
    "too-many": isDraft,
    "written-before": isDraft,
    left: leftAt !== null,
    leaving: state === "leaving",
    "not-left": leftAt === null,
  };
}

/** What the letter cites and was corrected after it was written; the letter itself says what it said. */
function Corrected({ letter: { corrections, campaign }, locale }: { letter: OwnLetter; locale: Locale }) {
  const t = useTranslations();
  return (
    <Notice title={t("letters.mine.corrected")} id="corrected">
      <ul>
        {corrections.map(({ claim, at, reason }) => (
          <li key={claim}>
            <b>{t("letters.mine.correctedOn", { date: formatDay(at, locale) })}</b> {reason}{" "}
            <a href={`/${locale}/campaigns/${campaign.slug}/claims/${claim}`}>{t("corrections.statement")}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Mail({ letter, mail }: { letter: OwnLetter; mail: NonNullable<OwnLetterViewProps["mail"]> }) {
  const t = useTranslations("letters");
  const { answers } = mail.head ?? {};
  return (
    <section className="part" aria-labelledby="letter">
      <h2 id="letter">{t("mine.letter")}</h2>
      <PreviewLetter
        from={mail.head?.from}
        to={letter.office.name ?? letter.office.key}
        replyTo={answers && ("own" in answers ? answers.own : t("preview.relay", { domain: answers.relay }))}
        subject={mail.subject}
        whole={mail.whole}
        language={letter.language}
      />
    </section>
  );
}
