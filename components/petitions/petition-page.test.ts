import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { CorrectedClaim } from "@/components/evidence/text-corrections";
import { countryName } from "@/lib/i18n/country-names";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import type { PetitionView } from "@/lib/petitions/types";
import { PetitionPage } from "./petition-page";

const at = new Date("2026-03-02T00:00:00.000Z");
const version = {
  number: 1,
  locale: "ko" as Locale,
  title: "멈춰라",
  addressee: "정부",
  body: { opening: [], demands: [], closing: [] },
  digest: "0".repeat(64),
  publishedAt: at,
};
const petition: PetitionView = {
  id: "00000000-0000-4000-8000-000000000000",
  slug: "zastavte",
  campaign: { slug: "zastavte", title: "Zastavte", defaultLocale: "ru" },
  state: "open",
  opensAt: at,
  closedAt: null,
  version,
  versions: [version],
  claims: [],
  targets: [],
  counts: { confirmed: 0, withdrawn: 0, removed: 0, paper: 0, partner: 0 },
  asOf: at,
};

function rendered(
  locale: Locale,
  errors: Record<string, string> = {},
  corrections: CorrectedClaim[] = [],
  atRisk: string[] = [],
): string {
  const page = createElement(PetitionPage, {
    petition,
    corrections,
    locale,
    atRisk,
    minimumAge: 16,
    typed: { values: {}, errors },
  });
  const provider = { locale, messages: messagesFor(locale), timeZone: "UTC", children: page };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, provider));
}

it("names the language the text is really in, where it is not the page's", () => {
  expect(rendered("en")).toContain("The text is in Korean.");
  expect(rendered("ja")).toContain("本文の言語:韓国語");
  expect(rendered("ko")).not.toContain(messagesFor("ko").petition.language.split("{")[0]);
});

it("warns by the names of the countries that the campaign lists, and by no others", () => {
  const warned = (locale: Locale, listed: string[]) =>
    /id="risk".*?<\/section>/s.exec(rendered(locale, {}, [], listed))?.[0] ?? "";
  expect(warned("en", ["CN", "KP", "HK", "MO"])).toContain(
    "Do you live in China, North Korea, Hong Kong or Macau, or travel there?",
  );
  expect(warned("ko", ["BY"])).toContain("벨라루스에 살거나");
  for (const locale of LOCALES) expect(warned(locale, ["CN"])).toContain(countryName("CN", locale));
  for (const locale of LOCALES) expect(warned(locale, [])).toContain("<strong>");
  for (const locale of LOCALES) expect(warned(locale, [])).not.toContain(countryName("CN", locale));
  expect(warned("en", [])).toContain("Do you live in a country where signing this can be punished");
});

it("leads from each error to something that is on the page", () => {
  const html = rendered("en", {
    email: "required",
    display: "invalid",
    version: "invalid",
    locale: "invalid",
  });
  const summary = /id="errors".*?<\/ul>/s.exec(html)?.[0] ?? "";
  const leadsTo = [...summary.matchAll(/href="#(\w+)"/g)].map(([, id]) => id);
  expect(leadsTo).toEqual(["email", "display"]);
  for (const id of leadsTo) expect(html).toContain(`id="${id}"`);
  expect(summary.split(messagesFor("en").errors.page)).toHaveLength(2);
});

it("says beside the text what was corrected since it was published, and leads to it", () => {
  const at = new Date("2026-05-03T10:00:00.000Z");
  const correction = {
    claim: "tvrzeni-1982",
    at,
    reason: "Der Beitritt war 1982.",
    statement: "중국은 1982년에 가입했다.",
    changed: ["statement"],
  };
  const html = rendered("en", {}, [correction]);
  expect(html).toContain("A statement that this text cites has been corrected");
  expect(html).toContain("as it was published on 2 March 2026");
  expect(html).toContain("Entry corrected on 3 May 2026");
  expect(html).toContain(correction.reason);
  expect(html).toContain(correction.statement);
  expect(html).toContain(`href="/en/campaigns/zastavte/claims/${correction.claim}"`);
  expect(rendered("en")).not.toContain('id="corrections"');
});
