import { expect, type Page, test } from "@playwright/test";
import { SLUG } from "./support/signer";
import { expectSound } from "./support/sound";

const EVIDENCE = `/en/campaigns/${SLUG}/evidence`;
const DOSSIER = `${EVIDENCE}/what-is-happening`;

test.describe("on a phone without JavaScript", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });

  test("Rita reads a dossier, opens what a sentence rests on, and follows it to the claim and back", async ({
    page,
  }) => {
    await page.goto(`/en/campaigns/${SLUG}`);
    await page.locator(`a[href="${EVIDENCE}"]`).first().click();
    await page.getByRole("link", { name: "What is happening" }).click();
    await expect(page).toHaveURL(DOSSIER);
    const mark = page.locator(".mark-box").first();
    const notes = mark.locator(".mark-notes");
    await expect(notes).toBeHidden();
    await mark.locator("summary").click();
    await expect(notes).toBeVisible();
    await expect(notes).toContainText("Human Rights Watch");
    await notes.getByRole("link", { name: "Note 1 in full" }).click();
    const note = page.locator("#note-1");
    await expect(note).toBeInViewport();
    await note.getByRole("link", { name: "Note 1, back to the text" }).click();
    await expect(page.locator("#sentence-1")).toBeInViewport();
    const answer = page.waitForResponse((response) => response.url().includes("/claims/"));
    await note.getByRole("link", { name: "The statement and its history" }).click();
    expect((await answer).status()).toBe(200);
  });

  test("Rita sees beside a wrong year the right one, with both sources", async ({ page }) => {
    await page.goto(DOSSIER);
    const note = page.locator(".dossier-notes > li", { hasText: "Refugee Protocol 1992" }).first();
    await expect(note).toContainText("24 September 1982");
    await expect(note).toContainText("UN Treaty Collection");
    await expect(note).toContainText("Kang Jun-young");
  });

  test("Rita goes on to the next dossier and to the petition", async ({ page }) => {
    await page.goto(DOSSIER);
    await page.locator("a[rel=next]").click();
    await expect(page).toHaveURL(`${EVIDENCE}/after-return`);
    await expect(page.locator("a[rel=prev]")).toHaveAttribute("href", DOSSIER);
    await page.locator(`a.button[href="/en/petitions/${SLUG}"]`).click();
    await expect(page).toHaveURL(`/en/petitions/${SLUG}`);
  });
});

test("Kim, who uses a keyboard, opens and closes a note and axe finds nothing while it is open", async ({
  page,
}) => {
  await page.goto(DOSSIER);
  const mark = page.locator(".mark-box").nth(1);
  await mark.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect(mark.locator(".mark-notes")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(mark.locator("a").first()).toBeFocused();
  await expectSound(page);
  await mark.locator("summary").focus();
  await page.keyboard.press("Space");
  await expect(mark.locator(".mark-notes")).toBeHidden();
});

test("Aiko, who reads Japanese, is told what is in English", async ({ page }) => {
  await page.goto(DOSSIER.replace("/en/", "/ja/"));
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await expect(page.locator("h1")).toHaveAttribute("lang", "en");
  await expect(page.getByText("この資料集は英語で書かれています。")).toBeVisible();
  await expect(page.locator(".noted")).toHaveAttribute("lang", "en");
  await expect(page.locator(".mark-box").first()).toHaveAttribute("lang", "ja");
});

test("each dossier's first visit is under 60 kB in all, and is cached as the petition is", async ({
  page,
  request,
}) => {
  const kept = async (path: string) => (await request.get(path)).headers()["cache-control"];
  const asPetition = await kept(`/en/petitions/${SLUG}`);
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  client.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  for (const dossier of await allDossiers(page)) {
    bytes = 0;
    await page.goto(dossier, { waitUntil: "networkidle" });
    expect(bytes, dossier).toBeGreaterThan(5_000);
    expect(bytes, dossier).toBeLessThan(60_000);
    expect(await kept(dossier), dossier).toBe(asPetition);
  }
});

test("machines read what a dossier cites", async ({ page, baseURL }) => {
  await page.goto(DOSSIER);
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "");
  expect(data).toMatchObject({ "@type": "Article", url: `${baseURL}${DOSSIER}`, inLanguage: "en" });
  expect(data.citation).toHaveLength(await page.locator(".dossier-notes > li").count());
  expect(data.citation[0].url).toContain(`/en/campaigns/${SLUG}/claims/`);
  await expect(page.locator("link[rel=canonical]")).toHaveAttribute("href", `${baseURL}${DOSSIER}`);
  await expect(page.locator('meta[property="og:title"]')).toHaveAttribute("content", "What is happening");
});

test("Ada, an aide, prints each dossier with all its notes on two sheets", async ({ page }) => {
  for (const dossier of await allDossiers(page)) {
    await page.goto(dossier);
    const sheets = (await page.pdf({ preferCSSPageSize: true }))
      .toString("latin1")
      .match(/\/Type\s*\/Page\b/g);
    expect(sheets?.length, dossier).toBe(2);
  }
});

/** Where the dossiers are, as the page of the evidence lists them. */
async function allDossiers(page: Page): Promise<string[]> {
  await page.goto(EVIDENCE);
  const links = page.locator(".dossier-list h3 a");
  const dossiers = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  expect(dossiers).toHaveLength(7);
  return dossiers;
}
