import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { countryName } from "@/lib/i18n/country-names";
import { formatDay, formatMoment } from "@/lib/i18n/dates";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import type { Messages } from "@/lib/i18n/messages";
import type { OwnLetter } from "@/lib/letters/types";

type OwnLetterFactsProps = {
  letter: OwnLetter;
  /** Topics and demands, in words. */
  chosen: string[];
  locale: Locale;
};

/** All that is stored of a letter beside its text, and what became of it. */
export function OwnLetterFacts(props: OwnLetterFactsProps) {
  const t = useTranslations("letters.mine");
  const facts = Object.entries(useFacts(props)).filter(([, value]) => value !== null);
  return (
    <section className="part" aria-labelledby="stored">
      <h2 id="stored">{t("stored")}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`facts.${name as Fact}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

type Fact = keyof Messages["letters"]["mine"]["facts"];

function useFacts({ letter, chosen, locale }: OwnLetterFactsProps): Record<Fact, ReactNode | null> {
  const t = useTranslations("letters");
  const { office, country } = letter;
  const name = office.name ?? office.key;
  const yesOrNo = (value: boolean) => t(value ? "mine.yes" : "mine.no");
  return {
    office: office.city ? t("mine.place", { office: name, city: office.city }) : name,
    channel: t(`channels.${letter.channel}`),
    name: letter.name,
    email: letter.email,
    country: country && countryName(country, locale),
    language: languageName(letter.language, locale),
    topics: chosen.length > 0 ? <List lines={chosen} /> : null,
    unchanged: yesOrNo(letter.unchanged),
    replyTo: letter.channel === "mail" && !letter.timesAreDays ? t(`replyTos.${letter.replyTo}`) : null,
    followUp: yesOrNo(letter.followUp),
    fingerprint: letter.digest && <code className="fingerprint">{letter.digest}</code>,
    salt: letter.salt && <code className="fingerprint">{letter.salt}</code>,
    events: <List lines={useEvents(letter, locale)} />,
  };
}

function List({ lines }: { lines: string[] }) {
  return (
    <ol>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  );
}

const EVENTS = [
  ...(["confirmed", "queued", "held", "packed", "leaving", "sent", "delivered"] as const),
  ...(["bounced", "refused", "returned", "withdrawn", "erased"] as const),
];

/** What is carried is sent in the moment in which it is handed over. */
function wordOf<Event extends string>(event: Event, channel: OwnLetter["channel"]) {
  return event === "delivered" && channel === "hand-over" ? "handed-over" : event;
}

/** What its writer needs to know of what became of it; steps of the machinery are left out. */
function useEvents({ channel, events, requestedAt, timesAreDays }: OwnLetter, locale: Locale): string[] {
  const t = useTranslations("letters.mine");
  const known = EVENTS.flatMap((event) =>
    events.filter(({ kind }) => kind === event).map(({ at }) => ({ event, at })),
  );
  // What happened in one moment stands in the order in which it does.
  known.sort((a, b) => a.at.getTime() - b.at.getTime());
  const inWords = timesAreDays ? formatDay : formatMoment;
  const all = [{ event: "requested" as const, at: requestedAt }, ...known];
  return all
    .filter(({ event }) => channel === "mail" || event !== "sent")
    .map(({ event, at }) =>
      t("event", { event: t(`events.${wordOf(event, channel)}`), moment: inWords(at, locale) }),
    );
}
