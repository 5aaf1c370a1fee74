import { expect, test } from "vitest";
import type { ClaimView, ComparisonView } from "@/lib/evidence/types";
import { messagesFor } from "@/lib/i18n/messages";
import { ClaimDisagreements } from "./claim-disagreements";
import { ClaimEntry } from "./claim-entry";
import { ConflictsPage } from "./conflicts-page";
import { CLAIM, comparison, FIGURE, ONLY_PAGE, PLACE, render } from "./evidence-pages.setup";

const NONE = messagesFor("en").claim.disagreesNone;
const VERDICTS = ["confirmed", "reported", "sources-differ", "dated", "unconfirmed", "corrected"] as const;

function disagreements(claim: Partial<ClaimView>, comparisons: ComparisonView[] = []): string {
  const opponents = (claim.conflicts ?? []).map(({ claim: id }) => ({ ...CLAIM, id }));
  return render(ClaimDisagreements, { ...PLACE, claim: { ...CLAIM, ...claim }, opponents, comparisons });
}

test("that nothing disagrees is said only of a statement that nothing speaks against", () => {
  for (const label of VERDICTS) {
    const stands = label === "confirmed" || label === "reported";
    const verdict = { label, reason: "–" };
    expect(disagreements({ verdict }).includes(NONE), label).toBe(stands);
    expect(disagreements({ verdict, contested: true })).not.toContain(NONE);
  }
  expect(disagreements({ conflicts: [{ claim: "b", note: "서로 다르다." }] })).not.toContain(NONE);
  expect(disagreements({}, [comparison(CLAIM, FIGURE, FIGURE)])).not.toContain(NONE);
});

test("a denial, which has no figure, stands open beside the figures it denies, on the claim's page too", () => {
  const denial = { claim: { ...CLAIM, id: "popreni", statement: "그런 사람은 없다." }, value: null };
  const drawn = comparison(CLAIM, FIGURE, { ...FIGURE, value: 500 });
  const question = { ...drawn, answers: [...drawn.answers, denial] };
  const pages = [
    disagreements({}, [question]),
    render(ConflictsPage, { ...PLACE, ...ONLY_PAGE, comparisons: [question], groups: [] }),
  ];
  for (const html of pages) {
    const open = html.replace(/<details.*?<\/details>/gs, "");
    expect(open).toContain("그런 사람은 없다.");
    expect(open.match(/strip-dot/g)?.length).toBeGreaterThanOrEqual(2);
  }
});

test("where a statement is one of a list, each note of what disagrees leads to who says so", () => {
  const conflicts = [
    { claim: "b", note: "다르게 센다." },
    { claim: "c", note: "더 적다." },
  ];
  const html = render(ClaimEntry, { ...PLACE, claim: { ...CLAIM, conflicts } });
  for (const { claim, note } of conflicts)
    expect(html).toContain(`<a href="/en/campaigns/zastavte/claims/${claim}">${note}</a>`);
});
