import { expect, test } from "@playwright/test";
import { freshAddress, freshNetwork, linkIn, mailsTo, SIGNATURES, SLUG } from "./support/signer";

/** China, North Korea, Hong Kong, Macau and relatives, as each language names them. */
const NAMED = {
  en: ["China", "North Korea", "Hong Kong", "Macau", "relatives"],
  ko: ["중국", "북한", "홍콩", "마카오", "친척"],
  ja: ["中国", "北朝鮮", "香港", "マカオ", "親族"],
  "zh-Hans": ["中国", "朝鲜", "香港", "澳门", "亲属"],
  "zh-Hant": ["中國", "北韓", "香港", "澳門", "親屬"],
  ru: ["Китай", "Северная Корея", "Гонконг", "Макао", "родн"],
} as const;
type Language = keyof typeof NAMED;
const LANGUAGES = Object.keys(NAMED) as Language[];

const OPEN_PAGES = [
  "",
  `/campaigns/${SLUG}`,
  `/petitions/${SLUG}`,
  "/privacy",
  "/safety",
  "/about",
  "/accessibility",
];

for (const language of LANGUAGES) {
  test(`a reader of ${language} meets the risk wherever she signs, and is told what a machine translated`, async ({
    page,
    request,
  }) => {
    const email = freshAddress("risk");
    await request.post(SIGNATURES, {
      data: { email, name: "Süzie", consent: "on", locale: language },
      headers: { "x-forwarded-for": freshNetwork() },
    });
    const [mail] = await mailsTo(request, email);
    if (!mail) throw new Error("no mail");
    const pages = [`/petitions/${SLUG}`, "/safety", `/petitions/${SLUG}/check-mail`];
    for (const path of [...pages.map((path) => `/${language}${path}`), linkIn(mail)]) {
      await page.goto(path);
      const main = page.locator("main");
      for (const name of NAMED[language]) await expect(main, `${path} ${name}`).toContainText(name);
      await expect(page.locator(".machine")).toHaveCount(language === "en" ? 0 : 1);
    }
    await page.goto(`/${language}/petitions/${SLUG}`);
    const isBefore = await page.evaluate(() => {
      const [risk, field] = [
        document.querySelector("#risk"),
        document.querySelector("form[action*=signatures] input"),
      ];
      return Boolean(risk && field && risk.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);
    });
    expect(isBefore).toBe(true);
  });
}

test("each page leads to itself in the other languages, in their own names", async ({ page }) => {
  for (const path of OPEN_PAGES) {
    await page.goto(`/ru${path}`);
    await expect(page.locator("html")).toHaveAttribute("lang", "ru");
    for (const language of LANGUAGES) {
      const link = page.locator(`nav.languages a[hreflang="${language}"]`);
      await expect(link).toHaveAttribute("href", `/${language}${path}`);
      await expect(link).toHaveAttribute("lang", language);
      if (language !== "ru")
        await expect(page.locator(`head link[rel=alternate][hreflang="${language}"]`)).toHaveAttribute(
          "href",
          `/${language}${path}`,
        );
    }
    await expect(page.locator("head link[hreflang=x-default]")).toHaveAttribute("href", path || "/");
  }
  await page.locator("nav.languages summary").click();
  await page.locator("nav.languages a[lang=ko]").click();
  await expect(page).toHaveURL(/\/ko\/accessibility$/);
});
