import { expect, test } from "@playwright/test";
import { SLUG } from "./support/signer";

const EVIDENCE = `/campaigns/${SLUG}/evidence`;
test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("Jin, a journalist, finds both years of the Protocol, sees her words marked, and opens a statement", async ({
    page,
  }) => {
    await page.goto(`/en${EVIDENCE}`);
    await page.locator("input[name=q]").fill("protocol 198");
    await page.getByRole("search").getByRole("button").click();
    await expect(page).toHaveURL(new RegExp(`${EVIDENCE}/search\\?q=protocol`));
    await expect(page.locator("input[name=q]")).toHaveValue("protocol 198");
    const marked = page.locator("mark.found");
    const words = (await marked.allTextContents()).map((word) => word.toLowerCase());
    expect(words).toContain("protocol");
    expect(words.filter((word) => !/^(protocol|198)/.test(word))).toEqual([]);
    const kinds = page.getByRole("navigation", { name: "Show only" });
    await kinds.getByRole("link", { name: /Statements/ }).click();
    await expect(page.locator(".search-kind").first()).toBeVisible();
    expect(new Set(await page.locator(".search-kind").allTextContents())).toEqual(new Set(["Statement"]));
    await page.locator(".search-hits a").first().click();
    await expect(page).toHaveURL(new RegExp(`/campaigns/${SLUG}/claims/`));
    await expect(page.locator(".claim-standing .mark")).toBeVisible();
  });

  test("she leafs through what there is too much of, and is told where nothing is", async ({ page }) => {
    await page.goto(`/en${EVIDENCE}/search?q=china`);
    const first = await page.locator(".search-hits li").allTextContents();
    await page.locator("a[rel=next]").click();
    await expect(page).toHaveURL(/page=2/);
    const second = await page.locator(".search-hits li").allTextContents();
    expect(second.filter((hit) => first.includes(hit))).toEqual([]);
    expect(second.length).toBeGreaterThan(0);
    await page.goto(`/en${EVIDENCE}/search?q=zzyzx`);
    await expect(page.getByText("Nothing has all these words.")).toBeVisible();
  });
});
