import { expect, test } from "@playwright/test";
import { bringInventedCampaign } from "./support/invented-campaign";
import { expectSound } from "./support/sound";
import { deadLinks, type WalkedPage, walkLinks } from "./support/walk-links";

/** Pages below the campaign's, each with words of its tables and texts. */
const WORDS: Record<string, string[]> = {
  "": ["깨끗한 올샤바", "저수조를 고쳐 주십시오.", "„možná víc“"],
  "/evidence": ["물고기", "두 번의 조사."],
  "/evidence/ryby": ["관청은 120마리를 세었다.", "단체는 400–500마리를 세었다.", "Zpráva o řece Olšavě"],
  "/claims/ryby-zprava": [
    "duben 2031",
    "Jiří Vodák",
    "Úřad počítal jen na jednom místě.",
    "Úřad napočítal méně.",
  ],
  "/claims/ryby-urad": ["Spolek počítal celý tok.", "tabulka 3"],
  "/claims/lhuta": ["Závod měl nádrž opravit do roku 2030."],
  "/sources/reka-zprava": ["Zpráva o řece Olšavě", "Vlastní měření, postup je popsán.", "Ama Řeháková"],
  "/sources/urad-tabulka": ["하천 측정표 2031", "Den neuveden."],
  "/evidence/timeline": ["Havárie nádrže", "spill"],
  "/evidence/numbers": ["120", "Úřad povodí", "duben 2031"],
  "/evidence/conflicts": ["Kolik ryb uhynulo", "Spolek počítal celý tok."],
  "/evidence/map?place=elsewhere": ["„možná víc“"],
  "/evidence/demands": ["Opravte nádrž.", "Spolek Olšava", "repair"],
  "/evidence/checks": ["Dvě počítání se rozcházejí."],
  "/evidence/sources": ["Zpráva o řece Olšavě", "하천 측정표 2031"],
};
const SEARCHES = { mrtvych: "mrtvých", 물고기: "물고기", 측정표: "측정표" };
const LOOKED_AT = ["/evidence/ryby", "/evidence/conflicts", "/evidence/timeline", "/evidence/map"];

test("a campaign of tables that no code knows is read by links alone, searched, and sound", async ({
  page,
  baseURL,
}) => {
  const campaign = `/campaigns/${(await bringInventedCampaign()).slug}`;
  await test.step("all its pages are reached, say its words, and no link is dead", async () => {
    const base = `/en${campaign}`;
    const pages = await walkLinks(baseURL ?? "", base, base);
    const missing = Object.entries(WORDS).flatMap(([below, words]) =>
      words.filter((word) => !readsOn(pages.get(base + below), word)).map((word) => `${below}: ${word}`),
    );
    expect(missing).toEqual([]);
    expect([...pages].filter(([, { status }]) => status !== 200).map(([path]) => path)).toEqual([]);
    expect(deadLinks(pages)).toEqual([]);
  });
  await test.step("words of either of its languages are found", async () => {
    for (const [typed, found] of Object.entries(SEARCHES)) {
      await page.goto(`/ko${campaign}/evidence`);
      await page.locator("input[name=q]").fill(typed);
      await page.locator("input[name=q]").press("Enter");
      await expect(page.locator("mark.found").first()).toHaveText(found);
    }
  });
  await test.step("its pages are sound in its own language", async () => {
    for (const below of LOOKED_AT) {
      await page.goto(`/ko${campaign}${below}`);
      await expectSound(page, { colours: false });
    }
  });
});

function readsOn(page: WalkedPage | undefined, words: string): boolean {
  return page?.status === 200 && page.html.replace(/<[^>]*>/g, "").includes(words);
}
