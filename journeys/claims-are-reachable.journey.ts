import { expect, test } from "@playwright/test";
import messages from "@/messages/en.json" with { type: "json" };
import { SLUG } from "./support/signer";
import { deadLinks, type WalkedPage, walkLinks } from "./support/walk-links";

const CAMPAIGN = `/en/campaigns/${SLUG}`;

type Listed = { items: { id: string; verdict: { label: string } }[] };

test("links alone lead from the campaign's page to each of its claims, each with its verdict, and none is dead", {
  tag: "@long",
}, async ({ baseURL, request }) => {
  // Some 290 pages, each rendered for this test alone.
  test.setTimeout(600_000);
  const pages = await walkLinks(baseURL ?? "", CAMPAIGN, CAMPAIGN, `${CAMPAIGN}/targets`);
  const answer = await request.get(`/api/v1/campaigns/${SLUG}/claims?limit=1000`);
  const { items } = (await answer.json()) as Listed;
  expect(items).toHaveLength(178);
  expect(items.filter(({ id }) => pages.get(`${CAMPAIGN}/claims/${id}`)?.status !== 200)).toEqual([]);
  const shown = items.map(({ id }) => [id, verdictOn(pages.get(`${CAMPAIGN}/claims/${id}`))]);
  expect(shown).toEqual(items.map(({ id, verdict }) => [id, verdict.label]));
  expect(deadLinks(pages)).toEqual([]);
});

/** The verdict in words where a claim's page says how it stands, before anything else. */
function verdictOn(page: WalkedPage | undefined): string | undefined {
  const standing = page?.html.split('class="claim-standing"')[1] ?? "";
  const shown = /<span class="mark"><span[^>]*>[^<]*<\/span>([^<]*)<\/span>/.exec(standing)?.[1];
  return Object.entries(messages.evidence.verdicts).find(([, words]) => words === shown)?.[0];
}
