import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { freshAddress, freshNetwork, linkIn, mailsTo, SIGNATURES, SLUG } from "./support/signer";

const PAGES = [
  "",
  `/campaigns/${SLUG}`,
  `/campaigns/${SLUG}/evidence`,
  `/campaigns/${SLUG}/evidence/what-is-happening`,
  `/petitions/${SLUG}`,
  `/petitions/${SLUG}/check-mail`,
  `/petitions/${SLUG}/signed`,
  `/petitions/${SLUG}/versions/1`,
  `/petitions/${SLUG}/figures`,
  `/petitions/${SLUG}/signers`,
  "/privacy",
  "/safety",
  "/about",
  "/accessibility",
  "/sign-in",
  "/no-such-page",
];
const LOCALES = ["en", "ko", "zh-Hant"];

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

for (const locale of LOCALES) {
  for (const path of PAGES) {
    test(`axe finds nothing on /${locale}${path}`, async ({ page }) => {
      const complaints: string[] = [];
      page.on(
        "console",
        (message) =>
          message.type() === "error" &&
          !/status of 404/.test(message.text()) &&
          complaints.push(message.text()),
      );
      page.on("pageerror", (error) => complaints.push(error.message));
      const answer = await page.goto(`/${locale}${path}`);
      expect(answer?.status()).toBe(path === "/no-such-page" ? 404 : 200);
      // Colours do not depend on the language, nor anything but colours on the scheme.
      const rules = new AxeBuilder({ page }).withTags(RULES);
      await expectNothing(locale === "en" ? rules : rules.disableRules(["color-contrast"]));
      if (locale === "en") {
        await page.emulateMedia({ colorScheme: "dark" });
        await expectNothing(new AxeBuilder({ page }).withRules(["color-contrast"]));
      }
      expect(complaints).toEqual([]);
    });
  }
}

async function expectNothing(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
  ).toEqual([]);
}

test("axe finds nothing on the confirmation page and the form with errors", async ({ page, request }) => {
  const email = freshAddress("axe");
  await request.post(SIGNATURES, {
    data: { email, name: "Äxe", consent: "on" },
    headers: { "x-forwarded-for": freshNetwork() },
  });
  const [mail] = await mailsTo(request, email);
  if (!mail) throw new Error("no mail");
  for (const open of [() => page.goto(linkIn(mail)), () => submitEmpty()]) {
    await open();
    await expectNothing(new AxeBuilder({ page }));
  }
  async function submitEmpty() {
    await page.goto(`/en/petitions/${SLUG}`);
    await page.evaluate(() =>
      (document.querySelector("form[action*=signatures]") as HTMLFormElement).submit(),
    );
    await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  }
});

for (const width of [320, 360, 1280]) {
  test(`no page scrolls sideways at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const locale of ["en", "ru"]) {
      for (const path of PAGES) {
        await page.goto(`/${locale}${path}`);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth),
          `/${locale}${path}`,
        ).toBeLessThanOrEqual(width);
      }
    }
  });
}

test("the petition's first visit is under 60 kB in all, and asks no other host", async ({
  page,
  baseURL,
}) => {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  let bytes = 0;
  const hosts = new Set<string>();
  client.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(`/en/petitions/${SLUG}`, { waitUntil: "networkidle" });
  expect([...hosts]).toEqual([baseURL]);
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThan(60_000);
});

test("public pages set no cookie and run no script but ours", async ({ page, context }) => {
  for (const path of PAGES) {
    await page.goto(`/en${path}`);
    const scripts = await page.evaluate(() =>
      [...document.scripts]
        .filter(({ type }) => type !== "application/ld+json")
        .map((script) => script.getAttribute("src")),
    );
    expect(
      scripts.every((source) => source === "/enhance.js"),
      path,
    ).toBe(true);
  }
  expect(await context.cookies()).toEqual([]);
});
