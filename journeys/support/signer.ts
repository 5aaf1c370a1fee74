import { randomBytes, randomInt } from "node:crypto";
import { type APIRequestContext, expect, type Page } from "@playwright/test";

export const SLUG = "stop-forced-returns";
export const SIGNATURES = `/api/v1/petitions/${SLUG}/signatures`;

export type Mail = { id: string; to: string; subject: string; text: string; html: string; at: string };

/** An address that nobody else in this run has. */
export function freshAddress(name: string): string {
  return `${name}.${randomBytes(6).toString("hex")}@example.org`;
}

/** A network of one's own (documentation ranges are too small): the stack trusts loopback's X-Forwarded-For. */
export function freshNetwork(): string {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
}

/** Reads the mails that were really written to an address, waiting for the newest of at least `count`. */
export async function mailsTo(request: APIRequestContext, to: string, count = 1): Promise<Mail[]> {
  let mails: Mail[] = [];
  await expect
    .poll(
      async () => {
        const answer = await request.get(`/outbox.json?to=${encodeURIComponent(to)}`);
        mails = (await answer.json()) as Mail[];
        return mails.length;
      },
      { message: `mails to ${to}` },
    )
    .toBeGreaterThanOrEqual(count);
  return mails;
}

/** The address of the confirmation page in a mail, as a path. */
export function linkIn(mail: Mail): string {
  const link = /https?:\/\/[^\s/]+(\/\S+\/confirm\/\S+)/.exec(mail.text)?.[1];
  if (!link) throw new Error("no confirmation link in the mail");
  return link;
}

export async function count(request: APIRequestContext): Promise<number> {
  const answer = await request.get(`/api/v1/petitions/${SLUG}/count`);
  return ((await answer.json()) as { confirmed: number }).confirmed;
}

/** Fills the form as a person does. */
export async function fillForm(
  page: Page,
  person: { name?: string; email: string; country?: string },
): Promise<void> {
  if (person.name) await page.locator("input[name=name]").fill(person.name);
  await page.locator("input[name=email]").fill(person.email);
  if (person.country) await page.locator("select[name=country]").selectOption(person.country);
  await page.locator("input[name=consent]").check();
}
