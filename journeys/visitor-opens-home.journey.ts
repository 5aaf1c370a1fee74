import { expect, test } from "@playwright/test";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("Hana opens the home page and reaches the first campaign", async ({ page }) => {
      const answer = await page.goto("/en");
      expect(answer?.status()).toBe(200);
      await page.locator('a[href="/en/campaigns/stop-forced-returns"]').first().click();
      await expect(page).toHaveURL(/\/en\/campaigns\/stop-forced-returns$/);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    });
  });
}
