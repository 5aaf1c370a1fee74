import { type APIRequestContext, expect, test } from "@playwright/test";
import { bringInventedCampaign, changeFile, importEvidence } from "./support/invented-campaign";
import { openInventedPetition } from "./support/invented-petition";

const CLAIM = "ryby-urad";
const BEFORE = "Úřad napočítal 120 mrtvých ryb";
const AFTER = "Úřad napočítal 131 mrtvých ryb";
const REASON = "Úřad svou tabulku opravil.";
const MINUTE = 60_000;

test("Eva corrects a claim by the command; within a minute whoever cites it says so, and what it said stays", async ({
  request,
}) => {
  const { slug, folder } = await bringInventedCampaign();
  await openInventedPetition(slug, CLAIM);
  const campaign = `/en/campaigns/${slug}`;
  /** Where the claim is read or cited, and what is to be read there after the correction. */
  const places: [string, string[]][] = [
    [`${campaign}/claims/${CLAIM}`, [AFTER, "Entry corrected on", BEFORE, REASON, "120 fish", "131 fish"]],
    [`${campaign}/evidence/ryby`, [AFTER, "Entry corrected on", BEFORE, REASON]],
    [`${campaign}/sources/urad-tabulka`, [AFTER, "Entry corrected on"]],
    [`${campaign}/evidence/numbers`, ["<b>131</b>"]],
    [`${campaign}/evidence/conflicts`, ["131 fish"]],
    [`${campaign}/evidence/search?q=131`, ['<mark class="found">131</mark>']],
    [`/en/petitions/${slug}`, ["물고기 120마리가 죽었다.", AFTER, "Entry corrected on", REASON]],
    [`/ko/petitions/${slug}/versions/1`, ["물고기 120마리가 죽었다.", AFTER, REASON]],
    [`/api/v1/campaigns/${slug}/claims/${CLAIM}`, [AFTER, BEFORE, REASON]],
    [`/api/v1/campaigns/${slug}/numbers.csv`, [",131,"]],
  ];
  // Everybody has looked before, so that every page is kept as it was.
  for (const [path] of places) expect(await shown(request, path)).not.toContain("131 mrtvých");
  await changeFile(folder, "claims.csv", [
    ["napočítal 120", "napočítal 131"],
    ["120,,,fish", "131,,,fish"],
  ]);
  expect(await importEvidence(folder, "--reason", REASON)).toContain(`~ ${CLAIM}: statement, values`);
  const corrected = Date.now();
  for (const [path, words] of places)
    await expect
      .poll(async () => missingWords(await shown(request, path), words), { message: path, timeout: MINUTE })
      .toEqual([]);
  expect(Date.now() - corrected).toBeLessThan(MINUTE);
  expect(await shown(request, `${campaign}/evidence/search?q=120&kind=claim`)).not.toContain(CLAIM);
  for (const [path] of places) expect(await secondsKept(request, path), path).toBeLessThanOrEqual(60);
});

/** What a page is made of, and below it what is read of it. */
async function shown(request: APIRequestContext, path: string): Promise<string> {
  const answer = await request.get(path);
  expect(answer.status(), path).toBe(200);
  const page = (await answer.text()).replaceAll("\u00a0", " ");
  return `${page}\n${page.replace(/<[^>]*>/g, "")}`;
}

function missingWords(page: string, words: string[]): string[] {
  return words.filter((word) => !page.includes(word));
}

/** How long a reader's own browser may show the page without asking. */
async function secondsKept(request: APIRequestContext, path: string): Promise<number> {
  const kept = (await request.get(path)).headers()["cache-control"] ?? "";
  if (kept.includes("no-store")) return 0;
  return Number(/(?:^|[ ,])max-age=(\d+)/.exec(kept)?.[1] ?? Number.NaN);
}
