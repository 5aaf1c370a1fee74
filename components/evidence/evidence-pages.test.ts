import { createElement } from "react";
import { expect, test } from "vitest";
import type { ClaimView, TimelineEventView } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { ChecksPage } from "./checks-page";
import { ClaimDisagreements } from "./claim-disagreements";
import { ClaimHistory } from "./claim-history";
import { ClaimLinks } from "./claim-links";
import { ClaimPage } from "./claim-page";
import { ClaimUsesList } from "./claim-uses";
import { ComparisonChart } from "./comparison-chart";
import { ComparisonTable } from "./comparison-table";
import { ConflictsPage } from "./conflicts-page";
import { DemandsPage } from "./demands-page";
import {
  CAMPAIGN,
  CLAIM,
  CORRECTED,
  comparison,
  DATE,
  FIGURE,
  NOW,
  ONLY_PAGE,
  PLACE,
  REVISION,
  render,
  SOURCE,
} from "./evidence-pages.setup";
import { NumbersPage } from "./numbers-page";
import { SearchPage } from "./search-page";
import { SourcePage } from "./source-page";
import { TimelinePage } from "./timeline-page";
import { TimelinePicture } from "./timeline-picture";

function event(id: string, from: string): TimelineEventView {
  const date = { text: from, from, to: null, precision: "month" } as const;
  const rest = { place: null, kind: "return", claims: ["tvrzeni"], link: null, note: null };
  return { id, date, title: id, track: "returns", ...rest };
}

const NO_USES = {
  dossiers: [],
  petitions: [],
  letters: [],
  campaigns: [],
  timeline: [],
  demands: [],
  plans: [],
  actions: [],
};

/** What stands beside a figure or a statement that was found that does not hold. */
const RIGHT = { correct: "서른한 명이었다.", disputed: true };

function claimPage(locale: Locale, claim = CLAIM): string {
  const around = { opponents: [], related: [], comparisons: [], checks: [] };
  const uses = { ...NO_USES, factChecks: [], comparisons: [] };
  return render(ClaimPage, { ...PLACE, ...around, uses, claim, source: SOURCE, locale });
}

function sourcePage(locale: Locale): string {
  return render(SourcePage, { ...PLACE, ...ONLY_PAGE, source: SOURCE, claims: [CLAIM], locale });
}

/** The languages that elements with these words say they are in. */
function languagesOf(html: string, words: string): (string | undefined)[] {
  const around = [...html.matchAll(new RegExp(`<(?:p|h1|a|span|dd|cite)([^>]*)>${words}`, "g"))];
  return around.map(([, attributes = ""]) => /lang="([^"]+)"/.exec(attributes)?.[1]);
}

test("what the evidence says is in the language that the campaign keeps it in, on a page of any other", () => {
  for (const html of [claimPage("en"), sourcePage("en")]) {
    expect(languagesOf(html, CLAIM.statement)).toContain("ko");
    expect(languagesOf(html, CLAIM.verdict.reason).every((lang) => lang === "ko")).toBe(true);
    expect(languagesOf(html, DATE.text)).toContain("ko");
    expect(html).not.toMatch(/lang="en"[^>]*>[^<]*[가-힣]/);
  }
  expect(claimPage("en")).toContain('"inLanguage":"ko"');
  expect(claimPage("en")).not.toContain('"inLanguage":"en"');
});

test("a statement that does not hold is passed on by no title without saying so", () => {
  const verdict = { label: "corrected", reason: "–", correct: RIGHT.correct } as const;
  const html = claimPage("en", { ...CLAIM, verdict });
  for (const [, title] of html.matchAll(/(?:<title>|og:title" content=")([^<"]+)/g))
    expect(title).toMatch(/^Wrong in the document: /);
  expect(html).toMatch(/eyebrow">Statement · corrected</);
  expect(html).toContain(`said by ${CLAIM.speaker}; speaks of ${DATE.text}`);
  expect(html).toContain(`correct is: ${RIGHT.correct}`);
  expect(claimPage("en")).not.toMatch(/Wrong in the document|eyebrow">Statement ·/);
});

test("a page says in which language the evidence is, unless it is its own", () => {
  expect(claimPage("en")).toContain("The evidence is in Korean.");
  expect(sourcePage("en")).toContain("The evidence is in Korean.");
  expect(sourcePage("ru")).toContain("Язык доказательств: корейский.");
  expect(sourcePage("ko")).not.toContain(messagesFor("ko").evidence.language.split("{")[0]);
});

test("every use of a claim leads to one entry of its page, also where entries of all kinds have the same key", () => {
  const id = "stejny";
  const cited = { id, claims: ["tvrzeni"], date: DATE, note: null };
  const claims = [CLAIM];
  const asked = { category: "moratorium", askedBy: "–", addressedTo: ["–"], source: CLAIM.source };
  const plan = {
    plan: "–",
    attributedTo: "–",
    ofGovernment: "–",
    verdict: "reported",
    factCheck: 1,
  } as const;
  const act = { actor: "–", countries: [], action: "–", link: null, verified: true };
  const check = { number: 1, verdict: "reported", text: "–", claims: [], targets: [], sources: [] } as const;
  const events = [event(id, "2012-02")];
  const pages = new Map([
    [
      "timeline",
      render(TimelinePage, {
        ...{ ...PLACE, ...ONLY_PAGE, all: events, events, claims, kinds: [], chosen: {}, now: NOW },
      }),
    ],
    [
      "demands",
      render(DemandsPage, {
        ...{ ...PLACE, ...ONLY_PAGE, claims, demands: [{ ...cited, ...asked, demand: "–" }] },
        ...{ plans: [{ ...cited, ...plan, source: CLAIM.source }], actions: [{ ...cited, ...act }] },
      }),
    ],
    [
      "conflicts",
      render(ConflictsPage, {
        ...{ ...PLACE, ...ONLY_PAGE, comparisons: [comparison(CLAIM, FIGURE, FIGURE)] },
        groups: [{ id, claims: [{ ...CLAIM, id }], comparisons: [{ id, title: "–" }] }],
      }),
    ],
    [
      "checks",
      render(ChecksPage, { ...PLACE, checks: [{ ...check, claims: [], targets: [], sources: [] }], claims }),
    ],
  ]);
  const uses = {
    ...{ ...NO_USES, timeline: [{ id, title: "–" }], demands: [{ id, demand: "–" }], factChecks: [1] },
    ...{ plans: [{ id, plan: "–" }], actions: [{ id, action: "–" }], comparisons: [{ id, title: "–" }] },
  };
  const html = render(ClaimUsesList, { ...PLACE, uses });
  const leadsTo = [...html.matchAll(/href="[^"]*\/([a-z]+)(?:\?[^"#]*)?#([^"]+)"/g)];
  expect(leadsTo).toHaveLength(6);
  for (const [, page = "", entry] of leadsTo)
    expect(pages.get(page)?.split(` id="${entry}"`)).toHaveLength(2);
});

test("wherever a corrected claim is named beside others, it says when it was corrected", () => {
  const rows = (claim: ClaimView, correctedAt: string | null) => {
    const { id, statement, topic, speaker, source, verdict, date } = claim;
    const number = {
      ...FIGURE,
      id: "tvrzeni.1",
      claim: id,
      number: 1,
      verdict: verdict.label,
      correctedAt,
      ...RIGHT,
    };
    const sorting = { sort: "claim", descending: false } as const;
    const said = { title: [{ text: statement, marked: false }], by: [], date: [], excerpt: null };
    const found = { key: id, lang: "ko", verdict: verdict.label, correctedAt } as const;
    const hit = { kind: "claim", ...found, ...said, ...RIGHT } as const;
    const totals = [{ kind: "claim", total: 1, more: false } as const];
    const result = {
      status: "searched",
      hits: [{ ...hit, by: [], date: [] }],
      totals,
      page: 1,
      pages: 1,
    } as const;
    return {
      links: render(ClaimLinks, { ...PLACE, claims: [claim] }),
      chart: render(ComparisonChart, { ...PLACE, comparison: comparison(claim, FIGURE) }),
      table: render(ComparisonTable, { ...PLACE, comparison: comparison(claim, FIGURE) }),
      sides: render(ClaimDisagreements, {
        ...{ ...PLACE, claim: CLAIM, opponents: [{ ...claim, id: "b" }], comparisons: [] },
      }),
      numbers: render(NumbersPage, {
        ...{ ...PLACE, ...ONLY_PAGE, sorting },
        numbers: [{ ...number, statement, topic, speaker, source, date }],
      }),
      search: render(SearchPage, {
        ...{ campaign: CAMPAIGN, query: "–", locale: "en" },
        result: { ...result, hits: [{ ...hit, by: [], date: [] }] },
      }),
    };
  };
  const pages = rows(CORRECTED, REVISION.at);
  for (const html of Object.values(pages)) expect(html).toContain("Entry corrected on 3 May 2026");
  for (const html of Object.values(rows(CLAIM, null))) expect(html).not.toContain("corrected on");
  for (const html of [pages.numbers, pages.search])
    expect(html).toContain(`Correct is:</b> <span lang="ko">${RIGHT.correct}`);
  expect(pages.numbers).toContain('href="/en/campaigns/zastavte/claims/tvrzeni#disagrees"');
  expect(pages.search).toContain("The evidence is in Korean.");
});

test("the history names what changed, and shows what stood there", () => {
  const history = (changed: string[]) => {
    const revisions = [{ ...REVISION, changed, substantial: false }];
    return render(ClaimHistory, { ...PLACE, claim: { ...CLAIM, revisions } });
  };
  const placed = history(["source", "locator.line", "verdict.reason"]);
  expect(placed).toContain("Changed: source, place in the document, reason for the finding");
  expect(placed).toContain('href="/en/campaigns/zastavte/sources/stary-zdroj"');
  expect(placed).toContain("1쪽");
  expect(placed).toContain(CLAIM.verdict.reason);
  expect(placed).not.toContain("only the wording changed");
  expect(history(["conflicts"])).toContain("서로 다르다.");
  expect(history(["contested"])).toContain("It is neither called an opinion nor contested.");
  expect(history(["topic", "evidence_level"])).toMatch(/numbers<.*The document itself</);
  expect(placed).not.toContain("The document itself");
  expect(history(["statement"])).toContain("only the wording changed");
});

test("the history says who changed a statement, by the name the team gave or that it was the team", () => {
  const history = (by: string | null) =>
    render(ClaimHistory, { ...PLACE, claim: { ...CLAIM, revisions: [{ ...REVISION, by }] } });
  expect(history("기록실")).toMatch(/Who changed it:<\/b> <span lang="ko">기록실</);
  expect(history(null)).toContain("Who changed it:</b> the campaign’s team");
});

test("the timeline's picture has room for what is still to come", () => {
  for (const events of [
    [event("drive", "2012-02"), event("potom", "2035-06")],
    [event("potom", "2035-06")],
  ]) {
    const html = render(
      ({ locale: _, ...props }: Parameters<typeof TimelinePicture>[0] & { locale: Locale }) =>
        createElement(TimelinePicture, props),
      { events, isChosen: () => true, now: NOW, locale: "en" },
    );
    const marks = [...html.matchAll(/<rect[^>]* x="([\d.-]+)" y="([\d.-]+)"/g)];
    expect(marks).toHaveLength(2 * events.length);
    for (const [, x, y] of marks) for (const at of [x, y]) expect(Number(at)).toBeGreaterThanOrEqual(0);
    for (const [, x] of marks) expect(Number(x)).toBeLessThanOrEqual(1000);
    expect(html).toMatch(/<title>[^<:]*2035<\/title>/);
  }
});
