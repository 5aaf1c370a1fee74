import { expect, test } from "@playwright/test";
import { seePdf } from "@/lib/testing/pdf-images";
import { SLUG } from "./support/signer";

const EVIDENCE = `/campaigns/${SLUG}/evidence`;

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("Jin, a journalist, sorts the numbers both ways and takes them home", async ({ page, request }) => {
    await page.goto(`/en${EVIDENCE}/numbers`);
    const figures = page.locator("tbody .figure-cell");
    const total = await figures.count();
    const heading = page.getByRole("columnheader", { name: /Figure/ });
    const sortsAs = async (order: string) => {
      await heading.getByRole("link").click();
      await expect(heading).toHaveAttribute("aria-sort", order);
    };
    await sortsAs("ascending");
    const smallest = await figures.first().textContent();
    await sortsAs("descending");
    expect(await figures.first().textContent()).toContain("500,000");
    expect(await figures.last().textContent()).toBe(smallest);
    const file = await page.getByRole("link", { name: /CSV/ }).getAttribute("href");
    const table = await (await request.get(file ?? "")).text();
    expect(table.trimEnd().split("\r\n")).toHaveLength(total + 1);
  });

  test("Rosa, a reader, looks at what was done alone and reads what one of them rests on", async ({
    page,
  }) => {
    await page.goto(`/en${EVIDENCE}/timeline`);
    await expect(page.getByRole("img", { name: /Events from 1960/ })).toBeVisible();
    const all = await page.locator(".timeline-list > li").count();
    await page
      .getByRole("navigation", { name: "Choose events" })
      .getByRole("link", { name: "What was done" })
      .click();
    const returns = page.locator(".timeline-list > li");
    expect(await returns.count()).toBeLessThan(all);
    await expect(page.locator(".timeline-list > li:not(.returns)")).toHaveCount(0);
    await expect(page.locator(".timeline-wide .shadow").first()).toBeAttached();
    await returns.last().locator(".rests-on a").first().click();
    await expect(page).toHaveURL(/\/claims\//);
  });

  test("Rosa sees how many were held in February 2012 by whom, and no number in between", async ({
    page,
  }) => {
    await page.goto(`/en${EVIDENCE}/conflicts#comparison-held-february-2012`);
    const held = page.locator("section", { has: page.locator("#comparison-held-february-2012") });
    await expect(held.locator(".comparison li")).toHaveCount(5);
    await expect(held).toContainText("34 people");
    await expect(held).toContainText("about 25 people");
    await held.locator("summary").click();
    await expect(held.getByRole("row")).toHaveCount(6);
    await expect(page.locator(".conflict-group").first()).toBeVisible();
  });
});

test("Rosa prints the map on two sheets, and the nearer map is on the first", async ({ page }) => {
  await page.goto(`/en${EVIDENCE}/map`);
  for (const format of ["A4", "Letter"]) {
    const sheets = await seePdf(await page.pdf({ format }));
    expect(sheets).toHaveLength(2);
    expect(sheets[0]?.text).toContain("Pyongyang");
    expect(sheets[1]?.text).toContain("Places");
  }
});

test("Rosa sees that the numbers come in the campaign's own order, and comes back to it", async ({
  page,
}) => {
  await page.goto(`/en${EVIDENCE}/numbers`);
  await expect(page.getByText("the campaign’s own order")).toBeVisible();
  await expect(page.locator("[aria-sort]")).toHaveCount(0);
  await page
    .getByRole("columnheader", { name: /Figure/ })
    .getByRole("link")
    .click();
  await expect(page.locator("[aria-sort]")).toHaveCount(1);
  await page.getByRole("link", { name: /own order/ }).click();
  await expect(page).toHaveURL(/\/numbers$/);
});

test("what is not there is not found", async ({ request }) => {
  const asked = [
    "timeline?track=nowhere",
    "numbers?sort=luck",
    "numbers?after=no.1",
    "map?place=XX",
    "conflicts?after=no",
  ];
  for (const path of asked) expect((await request.get(`/en${EVIDENCE}/${path}`)).status(), path).toBe(404);
});
