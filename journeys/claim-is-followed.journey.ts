import { expect, test } from "@playwright/test";
import { SLUG } from "./support/signer";

const BASE = `/campaigns/${SLUG}`;
const WRONG = `${BASE}/claims/kang-treaties-ratified`;
const RIGHT = `${BASE}/claims/ext-unt-1982`;

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("Jin, a journalist, follows the Protocol's year to both documents, and sees 1992 corrected to 1982", async ({
    page,
  }) => {
    await page.goto(`/en${BASE}/sources/thinkchina-kang`);
    const entry = page.locator("#claim-kang-treaties-ratified");
    await expect(entry.locator(".mark")).toContainText("corrected");
    await entry.locator(`a[href="/en${WRONG}"]`).click();
    await expect(page.locator("h1")).toContainText("1992");
    await expect(page.locator(".claim-standing")).toContainText("Corrected");
    await expect(page.locator(".claim-standing")).toContainText("24 September 1982");
    const sides = page.locator(".versus-side");
    await expect(sides).toHaveCount(2);
    await expect(sides.nth(0)).toContainText("Kang Jun-young");
    await expect(sides.nth(1)).toContainText("UN Treaty Collection");
    await expect(page.locator(".versus-note")).toContainText("1982");
    await expect(page.locator("#check-1")).toContainText("24 September 1982");
    await sides.nth(1).locator(`a[href="/en${RIGHT}"]`).click();
    await expect(page.locator(".claim-standing")).toContainText("Confirmed");
    await page.locator(".facts").getByRole("link").first().click();
    await expect(page).toHaveURL(new RegExp(`${BASE}/sources/ref-untc-v5$`));
    await expect(page.locator("#claim-ext-unt-1982")).toBeVisible();
  });

  test("she takes the citation along in every format, and the link that stays leads back", async ({
    page,
    request,
    baseURL,
  }) => {
    await page.goto(`/en${WRONG}`);
    const address = (await page.locator("code.code").textContent()) ?? "";
    expect(address).toBe(`${baseURL}${WRONG}`);
    const files = await page
      .locator("a[download]")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    expect(files).toHaveLength(4);
    for (const file of files) {
      const answer = await request.get(file);
      expect(answer.status(), file).toBe(200);
      expect(answer.headers()["content-disposition"], file).toContain("attachment");
      expect(await answer.text(), file).toContain(address);
    }
    await page.goto(address);
    await expect(page).toHaveURL(new RegExp(`/[\\w-]+${WRONG}$`));
  });

  test("a source of which only a copy was read is named and not linked", async ({ page, request }) => {
    const list = await request.get(`/api/v1${BASE}/claims?limit=1000`);
    const { items }: { items: { evidenceLevel: string; source: { id: string } }[] } = await list.json();
    const copied = items.find(({ evidenceLevel }) => evidenceLevel === "copy on unrelated site");
    if (!copied) throw new Error("no such claim");
    await page.goto(`/en${BASE}/sources/${copied.source.id}`);
    await expect(page.getByText("There is no link")).toBeVisible();
  });

  for (const lost of ["claims/kang-treaties-ratifie", "sources/no-such-source"])
    test(`a link to ${lost} is told kindly that there is nothing`, async ({ page }) => {
      const answer = await page.goto(`/en${BASE}/${lost}`);
      expect(answer?.status()).toBe(404);
      await expect(page.locator("h1")).toContainText("by this name");
      await page.getByRole("link", { name: "To the evidence" }).click();
      await expect(page).toHaveURL(new RegExp(`${BASE}/evidence$`));
    });
});

test("every source is listed, and the whole list is reachable from the campaign's evidence", async ({
  page,
}) => {
  await page.goto(`/en${BASE}/evidence`);
  await page.locator(`a[href="/en${BASE}/evidence/sources"]`).first().click();
  await expect(page.locator(".claims > li")).toHaveCount(49);
});

test("machines read who claims, where it appears, and how it was rated", async ({ page, baseURL }) => {
  await page.goto(`/en${WRONG}`);
  const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "");
  const [claim, review] = data["@graph"];
  expect(claim).toMatchObject({ "@type": "Claim", url: `${baseURL}${WRONG}` });
  expect(claim.appearance.name).toContain("China");
  expect(review).toMatchObject({
    "@type": "ClaimReview",
    reviewRating: { "@type": "Rating", alternateName: "Corrected: the document is wrong in this" },
  });
  const card = (await page.locator('meta[property="og:image"]').getAttribute("content")) ?? "";
  const picture = await page.request.get(card);
  expect(picture.headers()["content-type"]).toBe("image/png");
  await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", `${baseURL}/en${WRONG}`);
  await expect(page.locator('link[hreflang="ko"]')).toHaveAttribute("href", `/ko${WRONG}`);
});

test("the link is copied by keyboard alone", async ({ page, context, baseURL }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/en${WRONG}`);
  const button = page.getByRole("button", { name: "Copy the link" });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${baseURL}${WRONG}`);
});
