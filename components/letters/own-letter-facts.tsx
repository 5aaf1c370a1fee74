import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { countryName } from "@/lib/i18n/country-names";
import { formatMoment } from "@/lib/i18n/dates";
import { languageName } from "@/lib/i18n/language-names";
import type { Locale } from "@/lib/i18n/locales";
import type { OwnLetter } from "@/lib/letters/types";

type OwnLetterFactsProps = { letter: OwnLetter; locale: Locale };

/** All that is stored of a letter beside its text, and what became of it. */
export function OwnLetterFacts({ letter, locale }: OwnLetterFactsProps) {
  const t = useTranslations("letters.mine");
  const facts = Object.entries(useFacts({ letter, locale })).filter(([, value]) => value !== null);
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

type Fact =
  | "office"
  | "channel"
  | "name"
  | "email"
  | "country"
  | "language"
  | "replyTo"
  | "followUp"
  | "events";

function useFacts({ letter, locale }: OwnLetterFactsProps): Record<Fact, ReactNode | null> {
  const t = useTranslations("letters");
  const { office, country } = letter;
  return {
    office: [office.name ?? office.key, office.city].filter(Boolean).join(", "),
    channel: t(`channels.${letter.channel}`),
    name: letter.name,
    email: letter.email,
    country: country && countryName(country, locale),
    language: languageName(letter.language, locale),
    replyTo: letter.channel === "mail" ? t(`replyTos.${letter.replyTo}`) : null,
    followUp: t(letter.followUp ? "mine.yes" : "mine.no"),
    events: <Events letter={letter} locale={locale} />,
  };
}

const EVENTS = [
  ...(["confirmed", "queued", "held", "leaving", "sent", "delivered"] as const),
  ...(["bounced", "refused", "returned", "withdrawn", "erased"] as const),
];

/** What its writer needs to know of what became of it; steps of the machinery are left out. */
function Events({ letter: { events, requestedAt }, locale }: OwnLetterFactsProps) {
  const t = useTranslations("letters.mine.events");
  const known = events.flatMap(({ kind, at }) => {
    const event = EVENTS.find((name) => name === kind);
    return event ? [{ event, at }] : [];
  });
  return (
    <ol>
      {[{ event: "requested" as const, at: requestedAt }, ...known].map(({ event, at }) => (
        <li key={`${event} ${at.toISOString()}`}>
          {t(event)}, {formatMoment(at, locale)}
        </li>
      ))}
    </ol>
  );
}
