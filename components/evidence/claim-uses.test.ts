import { expect, test } from "vitest";
import { messagesFor } from "@/lib/i18n/messages";
import { ClaimUsesList } from "./claim-uses";
import { PLACE, render } from "./evidence-pages.setup";

test("a claim's page leads to the letters that rest on it, in their language", () => {
  const uses = {
    ...{ campaigns: [], dossiers: [], petitions: [], timeline: [], demands: [], plans: [], actions: [] },
    ...{ factChecks: [], comparisons: [] },
    letters: [{ key: "urad", locale: "ko", title: "관청에 보내는 편지" }],
  };
  const html = render(ClaimUsesList, { ...PLACE, uses });
  expect(html).toContain('<a href="/ko/letters/zastavte" lang="ko">관청에 보내는 편지</a>');
  expect(html).toContain(messagesFor("en").claim.used.letter);
});
