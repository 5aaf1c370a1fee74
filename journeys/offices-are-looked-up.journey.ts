import { expect, type Page, test } from "@playwright/test";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { LOCALES } from "@/lib/i18n/locales";
import { checkTarget } from "@/lib/letters/check-target";
import { freezeOffice } from "@/lib/letters/freeze-letters";
import { makeTarget } from "@/lib/testing/letter-rows";
import { makeCampaign } from "@/lib/testing/world";
import { SLUG } from "./support/signer";
import { expectSound } from "./support/sound";
import { deadLinks, walkLinks } from "./support/walk-links";

const OFFICES = `/campaigns/${SLUG}/targets`;

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("Aiko comes from the campaign, chooses South Korea and sees whom she can write to, and how", async ({
    page,
  }) => {
    await page.goto(`/en/campaigns/${SLUG}`);
    await page.getByRole("link", { name: "Offices you can write to" }).click();
    await expect(page).toHaveURL(new RegExp(`/en${OFFICES}$`));
    await page.getByLabel("Country you live in").selectOption("KR");
    await page.getByRole("button", { name: "Show its offices" }).click();
    await expect(page).toHaveURL(new RegExp(`${OFFICES}\\?country=KR$`));
    const there = page.locator("section", { has: page.locator("#there") }).locator("article");
    await expect(there.first().locator("h3")).toContainText("in South Korea");
    await expect(there.first()).toContainText("Embassy · South Korea");
    await expect(page.locator("#office-unhcr")).toBeVisible();

    await there.first().locator("h3 a").click();
    await expect(page).toHaveURL(new RegExp(`${OFFICES}/cn-emb-kr$`));
    await expect(page.locator("#known ~ .facts").last()).toContainText("Sources");
    await expect(page.locator("#known ~ p")).toContainText("All of this is from the campaign’s data");
    await expect(page.getByRole("link", { name: "the office’s own site" })).toHaveAttribute("href", /^http/);
    await expect(page.locator("#letters ~ p").first()).toContainText("numbers");
    await page.getByRole("link", { name: "Write to this office" }).click();
    await expect(page).toHaveURL(new RegExp(`/letters/${SLUG}\\?country=KR&target=cn-emb-kr$`));
    await expect(page.locator(".addressee")).toContainText(["", "People’s Republic of China in South Korea"]);
  });

  test("where nobody has seen an address it says so, and offers what exists", async ({ page }) => {
    await page.goto(`/en${OFFICES}/cn-emb-ag`);
    await expect(page.locator("main")).toContainText("nobody from the campaign has looked up a mail address");
    await expect(page.locator(".office-list li")).toHaveText([
      "Look for an address on its site: http://ag.china-embassy.org",
    ]);
    await expect(page.locator(".facts").first()).toContainText("Not known.");
    await page.goto(`/en${OFFICES}/cn-mission-eu`);
    await expect(page.locator(".office-list li")).toHaveText([/^Send a letter on paper: Boulevard/]);
  });

  test("a country without an office is told so, and those that take letters from everywhere are there", async ({
    page,
  }) => {
    await page.goto(`/en${OFFICES}?country=TW`);
    await expect(page.locator("h3").first()).toHaveText("There is no office in Taiwan");
    await page.goto(`/en${OFFICES}?country=NG`);
    await expect(page.locator("main")).toContainText("knows of no office in Nigeria");
    await expect(page.locator("article")).toHaveCount(3);
    const answer = await page.goto(`/en${OFFICES}?country=Narnia`);
    expect(answer?.status()).toBe(404);
  });

  for (const lost of ["no-such-office", "%00", "..%2fcn-emb-kr"])
    test(`an office ${lost} is not found`, async ({ page }) => {
      const answer = await page.goto(`/en${OFFICES}/${lost}`);
      expect([400, 404]).toContain(answer?.status());
    });
});

test("no link among offices is dead: not to countries, nor to writing", async ({ baseURL }) => {
  const all = `/en${OFFICES}`;
  const pages = await walkLinks(baseURL ?? "", all, all, `${all}?`);
  const known = [...pages.keys()];
  expect(known.filter((path) => path.startsWith(`${all}?country=`)).length).toBeGreaterThan(80);
  expect(known).toContain(`/en/letters/${SLUG}?country=CH&target=unhcr`);
  expect(deadLinks(pages)).toEqual([]);
});

test("Aiko chooses by keyboard alone", async ({ page }) => {
  await page.goto(`/en${OFFICES}`);
  await tabTo(page, "select[name=country]");
  await page.keyboard.type("Czech");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/country=CZ$/);
  await tabTo(page, "article h3 a");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${OFFICES}/cn-emb-cz$`));
});

async function tabTo(page: Page, selector: string): Promise<void> {
  const wanted = page.locator(selector).first();
  for (let pressed = 0; pressed < 40; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${selector} is not reached by Tab`);
}

test.describe("an office whose letters were counted", () => {
  test.describe.configure({ mode: "default" });
  let slug: string;
  let key: string;

  test.beforeAll(async () => {
    await withDatabase(async (db) => {
      const campaign = await makeCampaign(db);
      const target = await makeTarget(db, campaign.id, {
        address: "Pelléova 18, Praha",
        note: "E-mail jen z roku 2022",
      });
      [slug, key] = [campaign.slug, target.key];
      const figures = { "sent-own": 140, "sent-unchanged": 40, delivered: 120, printed: 60, "told-none": 20 };
      const week = new Date("2025-03-03");
      await db.letterRelease.createMany({ data: [{ week, releasedAt: new Date() }], skipDuplicates: true });
      await db.letterFigure.createMany({
        data: Object.entries(figures).map(([kind, atLeast]) => ({
          targetId: target.id,
          week,
          kind,
          atLeast,
        })),
      });
    });
  });

  test("Emil reads what is verified and what is told apart, without a sum, and what is withheld", async ({
    page,
  }) => {
    await page.goto(`/en/campaigns/${slug}/targets/${key}`);
    const tables = page.locator("#letters ~ .table-frame table");
    await expect(tables.nth(0).locator("tr", { hasText: "Sent, in the" }).locator("td")).toHaveText("140");
    await expect(tables.nth(0).locator("tr", { hasText: "came back" }).locator("td")).toHaveText("under 20");
    await expect(tables.nth(0).locator("tr", { hasText: "Brought on paper, in" }).locator("td")).toHaveText(
      "under 20",
    );
    await expect(tables.nth(0)).not.toContainText("Posted on paper");
    await expect(tables.nth(1).locator("tr", { hasText: "Posted on paper" }).locator("td")).toHaveText("60");
    await expect(tables.nth(1)).not.toContainText("own words");
    for (const sum of ["180", "200", "240"]) await expect(page.locator("main")).not.toContainText(sum);
    await expect(page.locator(".figure-label")).toHaveText("days without a public answer");
    await page.locator("details summary").first().click();
    await expect(page.locator(".weeks-table").first()).toContainText("9 March 2025");
  });

  test("an organizer marks the address as checked, then stops the letters; the page says so", async ({
    page,
  }) => {
    const path = `/en/campaigns/${slug}/targets/${key}`;
    const asked = { campaign: slug, target: key };
    const desk = { actor: "command:journey", now: new Date() };
    const email = "podatelna@urad.example";
    const note = "Dole na stránce";
    const look = { email, sourceUrl: "https://www.urad.example/kontakt", note, anyway: false };
    await page.goto(path);
    await expect(page.locator("main")).toContainText("has looked up a mail address");
    await withDatabase(async (db) =>
      expect((await checkTarget({ ...desk, db }, { ...asked, ...look })).ok).toBe(true),
    );
    await expectLater(page, path, "This site can send letters there");
    const [reached, imported] = [page.locator(".facts").first(), page.locator(".facts").last()];
    await expect(reached).toContainText(email);
    await expect(reached).toContainText(note);
    await expect(page.locator("#known ~ p")).toContainText(
      /last read on 1 March 2026\..* the check above does/,
    );
    await expect(imported).toContainText("E-mail jen z roku 2022");
    await expect(imported).not.toContainText(note);
    await withDatabase(async (db) => expect((await freezeOffice({ ...desk, db }, asked)).ok).toBe(true));
    await expectLater(page, path, "letters wait until somebody from the campaign");
  });

  for (const locale of LOCALES)
    test(`its pages are sound in ${locale}`, async ({ page }) => {
      const colours = locale === "en";
      await page.goto(`/${locale}/campaigns/${slug}/targets/${key}`);
      await expectSound(page, { colours });
      await page.goto(`/${locale}${OFFICES}?country=KR`);
      await expectSound(page, { colours });
    });
});

type Db = ReturnType<typeof openPrisma>;

async function withDatabase(
  work: (db: Db, pool: ReturnType<typeof openPool>) => Promise<void>,
): Promise<void> {
  const url = String(process.env.VIGIL_DATABASE_URL);
  const [db, pool] = [openPrisma(url), openPool(url, 1)];
  try {
    await work(db, pool);
  } finally {
    await pool.end();
    await db.$disconnect();
  }
}

/** Public pages are kept for two seconds. */
async function expectLater(page: Page, path: string, words: string): Promise<void> {
  await expect(async () => {
    await page.goto(path);
    await expect(page.locator("main")).toContainText(words, { timeout: 100 });
  }).toPass({ timeout: 15_000 });
}
