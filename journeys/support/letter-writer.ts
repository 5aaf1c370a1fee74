import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { inDatabase } from "./own-signature";
import { mailsTo, SLUG } from "./signer";

export const SEOUL = "cn-emb-kr";
export const OWN_WORDS = "Moje babička utekla z tábora – 제 할머니도 도망쳤습니다.\n\nProto píšu.";
export const NAME = "Žofie Łęcka 李";

/** The buttons of the steps, as forms have them. */
const BUTTON = {
  letter: "button[name=step][value=letter]",
  send: "button[name=step][value=send]",
  choose: "button[name=step][value=choose]",
} as const;

/** Goes on, or back, to a step. */
export const goTo = (page: Page, step: keyof typeof BUTTON) => page.locator(BUTTON[step]).first().click();

/** From the country to the form of what the letter says, by links and buttons alone. */
export async function chooseSeoul(page: Page): Promise<void> {
  await page.goto(`/en/letters/${SLUG}`);
  await page.locator("select[name=country]").selectOption("KR");
  await page.locator("form[method=get] button").click();
  await page.locator(`a[href$="?target=${SEOUL}"]`).click();
}

/** Ticks a topic and a demand, says why and who. Returns the letter's text from the step that follows. */
export async function writeLetter(page: Page, given: { name?: string; own?: string } = {}): Promise<string> {
  await page.locator("input[name^=topic-]").first().check();
  await page.locator("input[name^=demand-]").first().check();
  await page.locator("textarea[name=own]").fill(given.own ?? OWN_WORDS);
  await page.locator("input[name=name]").fill(given.name ?? NAME);
  await goTo(page, "letter");
  return await page.locator("textarea[name=text]").inputValue();
}

/** Asks for the link, with an address and the consent. */
export async function askForLink(page: Page, email: string): Promise<void> {
  const form = page.locator("form[action='/api/v1/letters']");
  await form.locator("input[name=email]").fill(email);
  await form.locator("input[name=consent]").check();
  await form.locator("button").click();
  await expect(page).toHaveURL(new RegExp(`/en/letters/${SLUG}/check-mail$`));
}

/** The path of the writer's page in the mail that came. */
export async function ownPage(request: APIRequestContext, email: string): Promise<string> {
  const [mail] = await mailsTo(request, email);
  const path = /https?:\/\/[^\s/]+(\/\S+\/letters\/sent\/\S+)/.exec(mail?.text ?? "")?.[1];
  if (!path) throw new Error("no link to the letter in the mail");
  return path;
}

/** How many letters to Seoul people say they sent from their own mailbox. */
export async function takenToSeoul(): Promise<number> {
  const { rows } = await inDatabase((client) =>
    client.query<{ sum: number }>(
      `SELECT coalesce(sum(letters), 0)::int AS sum FROM taken_letters t JOIN target o ON o.id = t.target_id
       WHERE o.key = $1 AND way = 'own-mail'`,
      [SEOUL],
    ),
  );
  return rows[0]?.sum ?? 0;
}
