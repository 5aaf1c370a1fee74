import { NextIntlClientProvider } from "next-intl";
import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { CampaignView } from "@/lib/campaigns/types";
import type { ClaimView, SourceView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { ClaimPage } from "./claim-page";
import { SourcePage } from "./source-page";

const SOURCE: SourceView = {
  ...{ id: "zdroj", kind: "NGO report", title: "보고서", subtitle: null, originalTitle: null },
  ...{ authors: [], translator: null, publisher: "연구소", publisherNote: null, publicationDate: null },
  ...{ publicationDateNote: null, link: null, listingLink: null, linkNote: null, language: "ko" },
  ...{ translatedFrom: null, file: null, description: null, dataDate: null, reliability: "좋음" },
  ...{ claims: ["tvrzeni"], url: "/api/v1/campaigns/zastavte/sources/zdroj" },
};
const CLAIM: ClaimView = {
  ...{ id: "tvrzeni", statement: "서른 명이 잡혀 있었다.", topic: "numbers", place: "옌지" },
  date: { text: "2012년 2월", from: "2012-02", to: null, precision: "month" },
  values: [{ value: 30, unit: "명" }],
  ...{ speaker: "연구소", source: { id: "zdroj", title: "보고서" }, locator: "3쪽", evidenceLevel: "seed" },
  ...{ opinion: false, contested: false, verdict: { label: "reported", reason: "확인되지 않았다." } },
  ...{ factCheck: null, conflicts: [], related: [], revisions: [], url: "/api/v1/…" },
};
const CAMPAIGN: CampaignView = {
  ...{ slug: "zastavte", title: "멈춰라", ask: "…", summary: "…", state: "live", locale: "ko" },
  ...{ petitions: [], sections: [], keyClaims: [], startedAt: null, defaultLocale: "ko", locales: ["ko"] },
};
const USES = {
  ...{ dossiers: [], petitions: [], timeline: [], demands: [], plans: [], actions: [] },
  ...{ factChecks: [], comparisons: [] },
};
const ORIGIN = "https://vigil.example";

function rendered(locale: Locale, page: ReactElement): string {
  const provider = { locale, messages: messagesFor(locale), timeZone: "UTC", children: page };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, provider));
}

function claimPage(locale: Locale): string {
  const page = { claim: CLAIM, source: SOURCE, campaign: CAMPAIGN, opponents: [], related: [], checks: [] };
  return rendered(locale, createElement(ClaimPage, { ...page, uses: USES, locale, origin: ORIGIN }));
}

function sourcePage(locale: Locale): string {
  const page = { source: SOURCE, campaign: CAMPAIGN, claims: [CLAIM], next: null, further: false };
  return rendered(locale, createElement(SourcePage, { ...page, locale, origin: ORIGIN }));
}

/** The languages that a page says these words are in, by the element around them. */
function languagesOf(html: string, words: string): (string | undefined)[] {
  const around = [...html.matchAll(new RegExp(`<(?:p|h1|a|span|dd|cite)([^>]*)>${words}`, "g"))];
  return around.map(([, attributes = ""]) => /lang="([^"]+)"/.exec(attributes)?.[1]);
}

test("what the evidence says is in the language that the campaign keeps it in, on a page of any other", () => {
  for (const html of [claimPage("en"), sourcePage("en")]) {
    expect(languagesOf(html, CLAIM.statement)).toContain("ko");
    expect(languagesOf(html, CLAIM.verdict.reason).every((lang) => lang === "ko")).toBe(true);
    expect(languagesOf(html, CLAIM.date.text)).toContain("ko");
    expect(html).not.toMatch(/lang="en"[^>]*>[^<]*[가-힣]/);
  }
  expect(claimPage("en")).toContain('"inLanguage":"ko"');
  expect(claimPage("en")).not.toContain('"inLanguage":"en"');
});

test("a page says in which language the evidence is, unless it is its own", () => {
  expect(sourcePage("en")).toContain("The evidence is in Korean.");
  expect(sourcePage("ru")).toContain("Язык доказательств: корейский.");
  expect(sourcePage("ko")).not.toContain(messagesFor("ko").evidence.language.split("{")[0]);
});
