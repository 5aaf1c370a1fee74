import { expect, test } from "vitest";
import type { NumberRow, NumberSort } from "@/lib/evidence/types";
import { messagesFor } from "@/lib/i18n/messages";
import { CLAIM, DATE, FIGURE, ONLY_PAGE, PLACE, render } from "./evidence-pages.setup";
import { NumbersPage } from "./numbers-page";

const NUMBER: NumberRow = {
  ...{
    ...FIGURE,
    id: "tvrzeni.1",
    claim: "tvrzeni",
    number: 1,
    statement: CLAIM.statement,
    topic: "numbers",
  },
  ...{ date: DATE, speaker: "연구소", source: { id: "zdroj", title: "보고서" }, verdict: "reported" },
  ...{ correct: null, disputed: false, correctedAt: null },
};

test("the campaign's own order of figures is said to be that, and is the order of no column", () => {
  const page = (sort: NumberSort, descending: boolean) =>
    render(NumbersPage, { ...PLACE, ...ONLY_PAGE, sorting: { sort, descending }, numbers: [NUMBER] });
  const { own, back } = messagesFor("en").numbers;
  const address = "/en/campaigns/zastavte/evidence/numbers";
  const first = page("claim", false);
  expect(first).toContain(own);
  expect(first).not.toMatch(/aria-sort|[▲▼]/);
  expect(page("claim", true)).not.toMatch(/aria-sort|[▲▼]/);
  const bySize = page("value", true);
  expect(bySize).toMatch(/aria-sort="descending"><a href="[^"]*sort=value">/);
  expect(bySize).toContain(`href="${address}">${back}`);
  for (const html of [first, bySize]) expect(html).not.toContain("sort=claim");
});
