import { type APIRequestContext, expect, test } from "@playwright/test";
import { keyRing } from "@/lib/crypto/keys";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { LOCALES } from "@/lib/i18n/locales";
import { listSigners } from "@/lib/signatures/list-signers";
import { releaseFigures } from "@/lib/signatures/release-figures";
import { confirmedRows } from "@/lib/testing/confirmed-rows";
import { makePetition } from "@/lib/testing/world";
import { DAY } from "@/lib/time/durations";
import { expectSound } from "./support/sound";

// One world for all: they read and change nothing.
test.describe.configure({ mode: "default" });

const SHOWN = "Žofie Zjevná 李";
const HIDDEN = ["Qwzxplant Skrytá", "vqxzplant důvod zůstane"] as const;
let slug: string;

/** A petition whose signers came more than two weeks ago, counted by the worker; then its list and figures are published. */
test.beforeAll(async () => {
  const url = String(process.env.VIGIL_DATABASE_URL);
  const keys = keyRing(String(process.env.VIGIL_APP_SECRET));
  const [db, pool] = [openPrisma(url), openPool(url, 2)];
  try {
    const petition = await makePetition(db, keys);
    slug = petition.slug;
    const sign = (
      daysAgo: number,
      wish: { country?: string; times: number; display?: string; name?: string },
    ) =>
      confirmedRows(db, keys, petition, {
        ...wish,
        reason: HIDDEN[1],
        at: new Date(Date.now() - daysAgo * DAY),
      });
    await sign(16, { country: "KR", times: 60, name: HIDDEN[0] });
    await sign(15, { country: "DE", times: 45, name: HIDDEN[0] });
    await sign(15, { times: 40 });
    await sign(2, { country: "KR", times: 3, display: "public", name: SHOWN });
    const counted = () => db.petitionCount.findUnique({ where: { petitionId: petition.id } });
    await expect.poll(async () => (await counted())?.confirmed).toBe(148);
    // The worker's own job may be at it.
    const listed = () => db.publicSigner.count({ where: { petitionId: petition.id } });
    await expect.poll(async () => (await listSigners(pool, keys, new Date())) && (await listed())).toBe(3);
    const released = () => db.figureRelease.count({ where: { petitionId: petition.id } });
    await expect.poll(async () => (await releaseFigures(pool, new Date())) && (await released())).toBe(1);
  } finally {
    await Promise.all([db.$disconnect(), pool.end()]);
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("Emil, who doubts the count, sees chart and map, reads the tables behind them and takes them home", async ({
    page,
    request,
  }) => {
    await page.goto(`/en/petitions/${slug}/figures`);
    await expect(page.getByRole("img", { name: /^Line chart: the count rose to 145/ })).toBeVisible();
    expect(await page.locator(".chart-line").getAttribute("d")).toMatch(/^M[\d.,]+L[\d.,]+$/);
    await page.locator(".table-details > summary").click();
    const days = page.getByRole("table", { name: "The days as a table" }).locator("tbody tr");
    await expect(days).toHaveText([/145\+85$/, /60\+60$/]);

    await expect(page.getByRole("img", { name: /^World map/ })).toBeVisible();
    const shaded = page.locator(".map path:not(.map-land, .map-borders)");
    await expect(shaded).toHaveCount(2);
    for (const country of await shaded.all())
      expect((await country.getAttribute("d"))?.length).toBeGreaterThan(50);
    const countries = page.getByRole("table", { name: "The countries as a table" }).locator("tbody tr");
    await expect(countries).toHaveText([/^South Korea60/, /^Germany40/, /45$/, /145$/]);

    const links = page.getByRole("link", { name: "CSV" });
    const files = await Promise.all((await links.all()).map((link) => link.getAttribute("href")));
    const [history, table] = await Promise.all(files.map((file) => csv(request, file)));
    expect(history).toContain("145");
    expect(table).toMatch(/KR.*60/);
  });

  test("… and finds in the list who chose to stand there, and nobody else", async ({ page }) => {
    await page.goto(`/en/petitions/${slug}/figures`);
    await page.getByRole("link", { name: "Read the list" }).click();
    await expect(page).toHaveURL(/\/signers$/);
    await expect(page.locator(".signers > li")).toHaveText(Array(3).fill(`${SHOWN} · South Korea`));
  });
});

async function csv(request: APIRequestContext, file: string | null): Promise<string> {
  const answer = await request.get(file ?? "");
  expect(answer.headers()["content-type"]).toContain("text/csv");
  return await answer.text();
}

const PAGES = ["", "/figures", "/signers", "/manage", "/check-mail", "/signed", "/versions/1"];

test("no page of the petition, in no language, holds a name or reason of who is counted only", async ({
  request,
}) => {
  for (const locale of LOCALES)
    for (const path of PAGES) {
      const answer = await request.get(`/${locale}/petitions/${slug}${path}`);
      expect(answer.status(), path).toBe(200);
      const html = await answer.text();
      for (const value of HIDDEN) expect(html, `${locale}${path}`).not.toContain(value.split(" ")[0]);
      expect(html.includes(SHOWN), `${locale}${path}`).toBe(path === "/signers");
    }
});

for (const path of ["figures", "signers"])
  test(`axe finds nothing on ${path} that are full, and they fit a small screen`, async ({ page }) => {
    for (const locale of ["en", "ru"]) {
      await page.goto(`/${locale}/petitions/${slug}/${path}`);
      for (const table of await page.locator("details > summary").all()) await table.click();
      await expectSound(page, { colours: locale === "en" });
    }
  });
