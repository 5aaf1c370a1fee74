import { createTranslator } from "next-intl";
import { countryName } from "@/lib/i18n/country-names";
import { formatDay, formatNumber } from "@/lib/i18n/dates";
import { messagesFor } from "@/lib/i18n/messages";
import type { CarriedLetter, PacketHead } from "./packet-queries";

/** The first sheet of a packet: a title, and parts of lines under headings. */
export type Cover = { title: string; parts: { heading: string | null; lines: string[] }[] };
export type LeftOut = Record<"withdrawn" | "packed" | "undrawable" | "forgotten" | "waiting", number>;

/** Where fewer letters come from, a number could lead to a person (docs/trust.md). */
const LEAST_SHOWN = 20;

/**
 * Words of a packet's cover in the campaign's language: what it is, how many letters, how they are counted, from which
 * countries, what was left out and why. Takes the packet, the letters that are printed, and the public origin.
 */
export function writeCover(
  head: PacketHead,
  { letters, leftOut, appUrl }: { letters: readonly CarriedLetter[]; leftOut: LeftOut; appUrl: string },
): Cover {
  const { campaign, office, addressee, madeAt } = head;
  const { locale } = campaign;
  const t = createTranslator({ locale, messages: messagesFor(locale), namespace: "papers.packet" });
  const unchanged = letters.filter((letter) => letter.unchanged).length;
  const fact = (label: string, value: string) => t("fact", { label, value });
  return {
    title: t("title", { office: office.name ?? "" }),
    parts: [
      {
        heading: null,
        lines: [
          fact(t("campaign"), campaign.title),
          ...(addressee ? [fact(t("addressee"), addressee)] : []),
          fact(t("made"), formatDay(madeAt, locale)),
          fact(t("letters"), formatNumber(letters.length, locale)),
          t("words", { own: letters.length - unchanged, unchanged }),
        ],
      },
      { heading: t("countedTitle"), lines: [t("counted")] },
      { heading: t("countriesTitle"), lines: countryLines(letters, head) },
      { heading: t("leftOutTitle"), lines: leftOutLines(leftOut, head) },
      { heading: null, lines: [t("more"), `${appUrl}/${locale}/campaigns/${campaign.slug}`] },
    ],
  };
}

/** How many countries, and which of them with how many full twenties; nothing where the whole packet is small. */
function countryLines(letters: readonly CarriedLetter[], { campaign: { locale } }: PacketHead): string[] {
  const t = createTranslator({ locale, messages: messagesFor(locale), namespace: "papers.packet" });
  if (letters.length < LEAST_SHOWN) return [t("countriesWithheld")];
  const counts = new Map<string, number>();
  for (const { country } of letters) if (country) counts.set(country, (counts.get(country) ?? 0) + 1);
  const shown = [...counts]
    .map(([code, count]) => ({
      country: countryName(code, locale),
      count: Math.floor(count / LEAST_SHOWN) * LEAST_SHOWN,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.country.localeCompare(b.country, locale));
  return [
    t("countries", { count: counts.size }),
    ...shown.map(({ country, count }) => t("country", { country, count })),
    t("countriesHint"),
  ];
}

function leftOutLines(leftOut: LeftOut, { campaign: { locale } }: PacketHead): string[] {
  const t = createTranslator({ locale, messages: messagesFor(locale), namespace: "papers.packet" });
  const reasons = Object.keys(leftOut) as (keyof LeftOut)[];
  const lines = reasons
    .filter((reason) => leftOut[reason] > 0)
    .map((reason) => t(reason, { count: leftOut[reason] }));
  return lines.length > 0 ? lines : [t("nothing")];
}
