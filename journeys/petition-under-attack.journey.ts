import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import pg from "pg";
import { askForLink, chooseSeoul, goTo, writeLetter } from "./support/letter-writer";
import { fillForm, freshAddress, freshNetwork, mailsTo, SLUG } from "./support/signer";

let attacked: string;

async function ask<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: process.env.VIGIL_DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** A petition of this journey's own, under attack: no other journey's mails may be late. */
test.beforeAll(async () => {
  attacked = `attacked-${randomBytes(4).toString("hex")}`;
  await ask(
    `WITH model AS (SELECT * FROM petition WHERE slug = $1), copy AS (
       INSERT INTO petition (id, campaign_id, slug, state, opens_at, hash_key_enc, created_at)
       SELECT gen_random_uuid(), campaign_id, $2, state, opens_at, hash_key_enc, created_at FROM model RETURNING id
     ), text AS (
       INSERT INTO petition_version (id, petition_id, number, locale, title, addressee, body, digest, published_at)
       SELECT gen_random_uuid(), copy.id, 1, v.locale, v.title, v.addressee, v.body, v.digest, v.published_at
       FROM copy, petition_version v JOIN model ON v.petition_id = model.id WHERE v.number = 1
     )
     INSERT INTO petition_defence (petition_id, reason, since) SELECT id, 'burst', now() FROM copy`,
    [SLUG, attacked],
  );
});

/** How many minutes after the sign-up its mail may leave, and whether it is suspected. */
const treatmentOf = async (tag: string) =>
  (
    await ask<{ suspected: boolean; minutes: number }>(
      `SELECT s.suspected, extract(epoch FROM m.send_after - s.requested_at)::int / 60 AS minutes
       FROM signature s JOIN outbox_mail m ON m.subject_id = s.id WHERE s.source = $1`,
      [tag],
    )
  )[0];

test("Suzie signs while the petition is attacked: her browser works a moment, and her mail comes at once", async ({
  page,
  request,
}) => {
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (sent) => hosts.add(new URL(sent.url()).origin));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
  const email = freshAddress("suzie");
  await page.goto(`/en/petitions/${attacked}?src=with-proof`);
  await fillForm(page, { name: "Süzie Łęcka 李", email, country: "KR" });
  await page.locator("form[action*=signatures] button").click();
  await expect(page).toHaveURL(/check-mail$/);
  expect(await mailsTo(request, email)).toHaveLength(1);
  expect(await treatmentOf("with-proof")).toEqual({ suspected: false, minutes: 0 });
  expect([[...hosts], complaints]).toEqual([[new URL(page.url()).origin], []]);
});

test("Suzie's older browser does not say which button she pressed, and proves its work all the same", async ({
  page,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(SubmitEvent.prototype, "submitter"));
  await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
  await page.goto(`/en/petitions/${attacked}?src=older-browser`);
  // Slower than she is: only a form that waits for its proof has one.
  await page.route("**/proof", async (route) => {
    await new Promise((done) => setTimeout(done, 1_500));
    await route.continue();
  });
  await fillForm(page, { name: "Süzie Łęcka 李", email: freshAddress("suzie"), country: "KR" });
  await page.locator("form[action*=signatures] button").click();
  await expect(page).toHaveURL(/check-mail$/);
  expect(await treatmentOf("older-browser")).toEqual({ suspected: false, minutes: 0 });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("Min signs while the petition is attacked: nothing is refused or different, only the mail is later", async ({
    page,
    request,
  }) => {
    await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
    const email = freshAddress("min");
    await page.goto(`/ko/petitions/${attacked}?src=without-proof`);
    await fillForm(page, { name: "Min Łęcka", email });
    await page.locator("form[action*=signatures] button").click();
    await expect(page).toHaveURL(new RegExp(`/ko/petitions/${attacked}/check-mail$`));
    const treatment = await treatmentOf("without-proof");
    expect(treatment?.suspected).toBe(true);
    expect(treatment?.minutes).toBeGreaterThanOrEqual(15);
    expect(treatment?.minutes).toBeLessThanOrEqual(30);
    expect(await (await request.get(`/outbox.json?to=${email}`)).json()).toEqual([]);
  });
});

test("an office that signs too often is told when to go on, and finds its form as it was", async ({
  page,
  request,
}) => {
  const network = freshNetwork();
  const fields = { consent: "on", name: "Útočník" };
  const headers = { "x-forwarded-for": network };
  const answers = await Promise.all(
    Array.from({ length: 60 }, () =>
      request.post(`/api/v1/petitions/${attacked}/signatures`, {
        headers,
        data: { ...fields, email: freshAddress("office") },
      }),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status()))).toEqual(new Set([202]));
  await page.setExtraHTTPHeaders(headers);
  await page.goto(`/en/petitions/${attacked}`);
  await fillForm(page, { name: "Süzie Łęcka 李", email: "late@example.org", country: "KR" });
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.locator("form[action*=signatures] button").click(),
  ]);
  expect(answer.status()).toBe(429);
  expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(3_000);
  await expect(page.getByRole("alert")).toContainText("in about 60 minutes");
  await expect(page.locator("input[name=name]")).toHaveValue("Süzie Łęcka 李");
  await expect(page.locator("input[name=email]")).toHaveValue("late@example.org");
  await expect(page.locator("select[name=country]")).toHaveValue("KR");
  await expect(page.locator("input[name=consent]")).toBeChecked();
});

test("Suzie's browser proves its work along with her letter, unasked, and only where it is sent", async ({
  page,
}) => {
  await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
  await chooseSeoul(page);
  await writeLetter(page);
  await goTo(page, "send");
  const form = page.locator("form[action='/api/v1/letters']");
  await form.locator("input[name=email]").fill(freshAddress("suzie"));
  await goTo(page, "letter");
  await expect(page.locator("textarea[name=text]")).toBeVisible();
  await goTo(page, "send");
  const sent = page.waitForRequest((request) => /\/api\/v1\/letters$/.test(request.url()));
  await askForLink(page, freshAddress("suzie"));
  const altcha = new URLSearchParams((await sent).postData() ?? "").get("altcha") ?? "";
  expect(Object.keys(JSON.parse(atob(altcha))).sort()).toEqual([
    "algorithm",
    "challenge",
    "number",
    "salt",
    "signature",
  ]);
});
