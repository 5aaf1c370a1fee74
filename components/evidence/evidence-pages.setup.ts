import { NextIntlClientProvider } from "next-intl";
import { createElement, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { CampaignView } from "@/lib/campaigns/types";
import type { ClaimView, ComparisonView, SourceView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";

export const SOURCE: SourceView = {
  ...{ id: "zdroj", kind: "NGO report", title: "보고서", subtitle: null, originalTitle: null },
  ...{ authors: [], translator: null, publisher: "연구소", publisherNote: null, publicationDate: null },
  ...{ publicationDateNote: null, link: null, listingLink: null, linkNote: null, language: "ko" },
  ...{ translatedFrom: null, file: null, description: null, dataDate: null, reliability: "좋음" },
  ...{ claims: ["tvrzeni"], claimTotal: 1 },
  ...{ page: "/campaigns/zastavte/sources/zdroj", url: "/api/v1/campaigns/zastavte/sources/zdroj" },
};
export const DATE: ClaimView["date"] = { text: "2012년 2월", from: "2012-02", to: null, precision: "month" };
export const FIGURE = { value: 30, unit: "명" };
export const CLAIM: ClaimView = {
  ...{ id: "tvrzeni", statement: "서른 명이 잡혀 있었다.", topic: "numbers", date: DATE, place: "옌지" },
  ...{ values: [FIGURE], speaker: "연구소", source: { id: "zdroj", title: "보고서" }, locator: "3쪽" },
  ...{ evidenceLevel: "seed", opinion: false, contested: false, factCheck: null, conflicts: [] },
  ...{ verdict: { label: "reported", reason: "확인되지 않았다." }, related: [], revisions: [] },
  ...{ page: "/campaigns/zastavte/claims/tvrzeni", url: "/" },
};
export const REVISION: ClaimView["revisions"][number] = {
  ...{ at: "2026-05-03T10:00:00.000Z", statement: CLAIM.statement, reason: "고쳤다.", by: null },
  ...{ changed: ["values"], substantial: true },
  before: {
    ...CLAIM,
    source: "stary-zdroj",
    locator: "1쪽",
    conflicts: [{ claim: "b", note: "서로 다르다." }],
  },
};
export const CORRECTED: ClaimView = { ...CLAIM, revisions: [REVISION] };
export const CAMPAIGN: CampaignView = {
  ...{ slug: "zastavte", title: "멈춰라", ask: "…", summary: "…", state: "live", locale: "ko" },
  ...{ petitions: [], sections: [], keyClaims: [], startedAt: null, defaultLocale: "ko", locales: ["ko"] },
};
export const ORIGIN = "https://vigil.example";
export const PLACE = { campaign: CAMPAIGN, locale: "en" as Locale, origin: ORIGIN };
export const ONLY_PAGE = { next: null, further: false };
export const NOW = new Date("2026-11-22T00:00:00.000Z");

/** A component's HTML, with the words of the reader's language. */
export function render<Props extends { locale: Locale }>(
  component: FunctionComponent<Props>,
  props: Props,
): string {
  const { locale } = props;
  const children = createElement(component, props);
  const provider = { locale, messages: messagesFor(locale), timeZone: "UTC", children };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, provider));
}

/** A question that a claim answers in several ways. */
export function comparison(claim: ClaimView, ...values: ClaimView["values"]): ComparisonView {
  const answers = values.map((value, index) => ({ claim: { ...claim, id: `tvrzeni-${index}` }, value }));
  return { id: "stejny", title: "몇 명인가?", note: null, unit: null, answers };
}
