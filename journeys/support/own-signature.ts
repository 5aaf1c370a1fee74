import { type APIRequestContext, expect, type Page } from "@playwright/test";
import pg from "pg";
import { fillForm, freshAddress, freshNetwork, linkIn, type Mail, mailsTo, SLUG } from "./signer";

export async function inDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: process.env.VIGIL_DATABASE_URL });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Within 15 minutes a mailbox gets no second mail; so this one came half an hour ago. */
export const agoHalfAnHour = (mail: Mail) =>
  inDatabase((client) =>
    client.query("UPDATE outbox_mail SET sent_at = sent_at - interval '30 minutes' WHERE id = $1", [mail.id]),
  );

export type Person = { name?: string; display?: string; updates?: boolean; forgetMe?: boolean };

/** Signs and confirms as a person does. Returns the address, and the code where one was shown. */
export async function signAndConfirm(
  page: Page,
  request: APIRequestContext,
  who: string,
  person: Person = {},
): Promise<{ email: string; code: string }> {
  await page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() });
  const email = freshAddress(who);
  await page.goto(`/en/petitions/${SLUG}`);
  await fillForm(page, { name: person.name ?? "Žofie Łęcka 李", email, country: "KR" });
  if (person.display) await page.locator(`input[name=display][value=${person.display}]`).check();
  if (person.updates) await page.locator("input[name=updates]").check();
  if (person.forgetMe) await page.locator("input[name=forgetMe]").check();
  await page.locator("form[action*=signatures] button").click();
  await expect(page).toHaveURL(/check-mail$/);
  const [mail] = await mailsTo(request, email);
  if (!mail) throw new Error("no mail");
  await page.goto(linkIn(mail));
  await page.locator("form[action*=confirmations] button").click();
  if (!person.forgetMe) {
    await expect(page).toHaveURL(/signed$/);
    await agoHalfAnHour(mail);
    return { email, code: "" };
  }
  return { email, code: (await page.locator("code.code").first().textContent()) ?? "" };
}

/** Asks for a link on the petition's page for it, and returns the first path in the mail that comes, the mailbox's nth. */
export async function ownLink(
  page: Page,
  request: APIRequestContext,
  email: string,
  nth = 2,
): Promise<string> {
  await page.goto(`/en/petitions/${SLUG}`);
  await page.locator(`a[href="/en/petitions/${SLUG}/manage"]`).first().click();
  await page.locator("input[name=email]").fill(email);
  await page.locator("form:has(input[name=email]) button").click();
  await expect(page).toHaveURL(/manage\?sent=1$/);
  const [mail] = await mailsTo(request, email, nth);
  const path = /https?:\/\/[^\s/]+(\/en\/signatures\/\S+)/.exec(mail?.text ?? "")?.[1];
  if (!path) throw new Error("no link to the signature in the mail");
  return path;
}

/** What the database holds of the signature behind a link. */
export async function storedBehind(path: string): Promise<Record<string, unknown>> {
  const token = Buffer.from(path.split("/").at(-1) ?? "", "base64url");
  const { rows } = await inDatabase((client) =>
    client.query("SELECT * FROM signature WHERE id = $1", [token.subarray(1, 17).toString("hex")]),
  );
  return rows[0] ?? {};
}

type Counts = { confirmed: number; withdrawn: number; removed: number };
export async function counts(request: APIRequestContext): Promise<Counts> {
  const answer = await request.get(`/api/v1/petitions/${SLUG}`);
  return ((await answer.json()) as { counts: Counts }).counts;
}

/** The form that leads to a door. */
export const act = (page: Page, door: string) => page.locator(`form[action="/api/v1/${door}"]`);
