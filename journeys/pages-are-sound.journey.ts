import { test as base, expect, type Page } from "@playwright/test";
import { SLUG } from "./support/signer";
import { expectNoSidewaysScroll, expectSound } from "./support/sound";

const CAMPAIGN = `/campaigns/${SLUG}`;
const PAGES = [
  "",
  CAMPAIGN,
  `${CAMPAIGN}/evidence`,
  `/petitions/${SLUG}`,
  `/petitions/${SLUG}/check-mail`,
  `/petitions/${SLUG}/signed`,
  `/petitions/${SLUG}/versions/1`,
  `/petitions/${SLUG}/figures`,
  `/petitions/${SLUG}/signers`,
  `/letters/${SLUG}`,
  `/letters/${SLUG}?country=KR`,
  `/letters/${SLUG}?target=cn-emb-kr`,
  "/letters/sent",
  "/privacy",
  "/safety",
  "/about",
  "/accessibility",
  "/sign-in",
  "/no-such-page",
];
const EVIDENCE = [
  ...["what-is-happening", "timeline?track=returns", "conflicts", "numbers?sort=value", "map?place=CN"],
  ...["demands", "checks", "sources", "search", "search?q=china", "search?q=zzyzx"],
  `search?q=${"w".repeat(200)}`,
].map((page) => `${CAMPAIGN}/evidence/${page}`);
/** Long ones of one kind with the first above, whose words are the campaign's, the same in every language. */
const MORE_DOSSIERS = [
  ...["after-return", "the-law", "chinas-position", "women-and-children", "what-the-world-has-done"],
  "what-is-asked",
].map((page) => `${CAMPAIGN}/evidence/${page}`);
const RECORDS = [
  ...["claims/kang-treaties-ratified", "claims/ext-unt-1982", "claims/no-such-claim"],
  "sources/thinkchina-kang",
].map((page) => `${CAMPAIGN}/${page}`);

/** One for all that are only looked at: a new one starts a process and reads everything anew, which takes as long as looking. */
const test = base.extend<object, { reader: Page }>({
  reader: [
    async ({ browser }, use, { project }) => {
      const reader = await browser.newPage(project.use);
      await use(reader);
      await reader.close();
    },
    { scope: "worker" },
  ],
});

for (const path of [...PAGES, ...EVIDENCE, ...RECORDS, ...MORE_DOSSIERS]) {
  test(`axe finds nothing on ${path.slice(0, 80)}, and it fits a phone and a desktop`, async ({ reader }) => {
    const complaints = complaintsOf(reader);
    const answer = await reader.goto(`/en${path}`);
    expect(answer?.status()).toBe(path.includes("/no-such-") ? 404 : 200);
    await expectSound(reader);
    await reader.goto(`/ko${path}`);
    if (MORE_DOSSIERS.includes(path)) await expectNoSidewaysScroll(reader);
    else await expectSound(reader, { colours: false });
    await reader.goto(`/ru${path}`);
    await expectNoSidewaysScroll(reader);
    expect(complaints).toEqual([]);
    reader.removeAllListeners();
  });
}

/** What a page says in the browser's console, and what goes wrong in its scripts. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on(
    "console",
    (message) =>
      message.type() === "error" && !/status of 404/.test(message.text()) && complaints.push(message.text()),
  );
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
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
    const ours = path.startsWith("/letters/") ? ["/write-letter.js", "/enhance.js"] : ["/enhance.js"];
    expect(scripts, path).toEqual(ours);
  }
  expect(await context.cookies()).toEqual([]);
});
