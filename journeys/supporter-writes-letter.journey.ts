import { expect, test } from "@playwright/test";
import {
  askForLink,
  chooseSeoul,
  goTo,
  NAME,
  OWN_WORDS,
  ownPage,
  SEOUL,
  takenToSeoul,
  writeLetter,
} from "./support/letter-writer";
import { act } from "./support/own-signature";
import { freshAddress, freshNetwork, SLUG } from "./support/signer";
import { expectSound } from "./support/sound";

const PHONE = { width: 360, height: 740 };
/** As a browser sends text: line ends doubled, everything encoded. */
const TEXTS = "/api/v1/letters/texts";

test.beforeEach(({ page }) => page.setExtraHTTPHeaders({ "x-forwarded-for": freshNetwork() }));

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled, viewport: PHONE });

    test("Suzie writes to the embassy in Seoul on her phone, has it carried there, and takes it back", async ({
      page,
      request,
    }) => {
      const email = freshAddress("suzie");
      await chooseSeoul(page);
      const risk = await page.locator("#risk").boundingBox();
      const field = await page.locator("input[name^=topic-]").first().boundingBox();
      expect(risk?.y).toBeLessThan(field?.y ?? 0);
      const text = await writeLetter(page);
      expect(text).toContain(OWN_WORDS);
      // Her country is nobody's guess: she has said none.
      expect(text.endsWith(`\n${NAME}`)).toBe(true);
      await page.locator("textarea[name=text]").fill(text.replace(OWN_WORDS, `${OWN_WORDS} Děkuji.`));
      await goTo(page, "send");
      await expect(page.locator(".letter-sheet")).toContainText("Proto píšu. Děkuji.");
      await expect(page.locator(".letter-sheet")).toContainText("[1]");
      await askForLink(page, email);
      await page.goto(await ownPage(request, email));
      await expect(page.locator(".letter-sheet")).toContainText("Proto píšu. Děkuji.");
      await act(page, "letter-confirmations").locator("button").click();
      await expect(page.locator("#news")).toBeVisible();
      await expect(act(page, "letter-confirmations")).toHaveCount(0);
      await act(page, "letter-withdrawals").locator("input[name=sure]").check();
      await act(page, "letter-withdrawals").locator("button").click();
      await expect(page.locator(".letter-sheet")).toHaveCount(0);
      expect(await page.content()).not.toContain("Proto píšu");
    });

    test("Jo goes back and on again, and makes mistakes, and loses nothing", async ({ page }) => {
      await chooseSeoul(page);
      const text = await writeLetter(page, { own: "Protože na lidech záleží." });
      const changed = text.replace("záleží", "záleží, vždy");
      await page.locator("textarea[name=text]").fill(changed);
      await goTo(page, "choose");
      await expect(page.locator("input[name^=topic-]").first()).toBeChecked();
      await expect(page.locator("textarea[name=own]")).toHaveValue("Protože na lidech záleží.");
      await expect(page.locator("input[name=name]")).toHaveValue(NAME);
      await page.locator("button[name=keep]").click();
      await expect(page.locator("textarea[name=text]")).toHaveValue(changed);
      await page.locator("textarea[name=text]").fill(`${changed}\nBcc: everyone@example.org`);
      await goTo(page, "send");
      await expect(page.locator("#text-error")).toBeVisible();
      await expect(page.locator("textarea[name=text]")).toHaveValue(`${changed}\nBcc: everyone@example.org`);
      await page.locator("textarea[name=text]").fill(`${changed}\n[99]`);
      await goTo(page, "send");
      await expect(page.locator("#text-error")).toBeVisible();
      await page.locator("textarea[name=text]").fill(changed);
      await goTo(page, "choose");
      await expect(page.locator("select[name=country]")).toHaveValue("");
      await goTo(page, "letter");
      await expect(page.locator("textarea[name=text]")).toHaveValue(text);
      await page.locator("details.opened summary").click();
      await expect(page.locator("details.opened .letter-sheet")).toHaveText(changed);
      await goTo(page, "send");
      const form = page.locator("form[action='/api/v1/letters']");
      await form.evaluate((element) => element.setAttribute("novalidate", ""));
      await form.locator("input[name=email]").fill("jo@nowhere");
      await form.locator("button").click();
      await expect(page.locator("#email-error")).toBeVisible();
      await expect(form.locator("input[name=email]")).toHaveValue("jo@nowhere");
      await goTo(page, "letter");
      await expect(page.locator("textarea[name=text]")).toContainText("Protože na lidech záleží.");
      await goTo(page, "send");
      await expect(form.locator("input[name=email]")).toHaveValue("jo@nowhere");
      await expect(page.locator(".letter-sheet")).toContainText("Protože na lidech záleží.");
    });

    test("Min sends it from her own mailbox and says so; it is a sum, and nobody's", async ({ page }) => {
      await chooseSeoul(page);
      await writeLetter(page);
      await page.locator("textarea[name=text]").fill("Vážený pane velvyslanče,\n\npusťte je.\n\nMin");
      await goTo(page, "send");
      const href = (await page.locator("a[href^='mailto:']").getAttribute("href")) ?? "";
      const [to, query = ""] = href.slice("mailto:".length).split("?");
      expect(decodeURIComponent(to ?? "")).toMatch(/^[^@\s]+@[^@\s]+$/);
      const body = /&body=(.*)$/.exec(query)?.[1] ?? "";
      expect(decodeURIComponent(body)).toBe("Vážený pane velvyslanče,\r\n\r\npusťte je.\r\n\r\nMin");
      await expect(page.locator("code.letter-copy")).toHaveText(
        "Vážený pane velvyslanče,\n\npusťte je.\n\nMin",
      );
      const before = await takenToSeoul();
      await page.locator("button[name=way][value=own-mail]").click();
      await expect(page).toHaveURL(/\/taken$/);
      expect(await takenToSeoul()).toBeGreaterThan(before);
    });
  });
}

test("a letter too long for a link is not cut: the link has address and subject alone", async ({ page }) => {
  await chooseSeoul(page);
  await writeLetter(page);
  await page.locator("textarea[name=text]").fill("국".repeat(4_900));
  await goTo(page, "send");
  const href = (await page.locator("a[href^='mailto:']").getAttribute("href")) ?? "";
  expect(href).not.toContain("body=");
  expect(href.length).toBeLessThan(1_900);
  await expect(page.locator("code.letter-copy")).toContainText("국".repeat(4_900));
});

test("the longest letters in Chinese pass every step, and what is far too long is refused in words", async ({
  request,
}) => {
  const form = {
    ...{ campaign: SLUG, target: SEOUL, locale: "zh-Hant", language: "en", step: "send" },
    ...{
      name: "李".repeat(100),
      own: "因".repeat(1_500),
      subject: "請".repeat(150),
      text: "國".repeat(5_000),
    },
  };
  const answer = await request.post(TEXTS, { form, headers: { accept: "text/html" } });
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain("國".repeat(5_000));
  const longer = await request.post(TEXTS, {
    form: { ...form, text: "國".repeat(5_001) },
    headers: { accept: "text/html" },
  });
  expect(longer.status()).toBe(422);
  expect(await longer.text()).toContain("國".repeat(5_001));
  const huge = await request.post(TEXTS, {
    form: { ...form, text: "x".repeat(1_000_000) },
    headers: { accept: "text/html" },
  });
  expect(huge.status()).toBe(413);
});

test("Ada writes to an office that no template is for, in her own words alone", async ({ page }) => {
  await page.goto(`/en/letters/${SLUG}?target=ohchr`);
  await page.locator("input[name=name]").fill(NAME);
  await goTo(page, "letter");
  await expect(page.locator("#own-error")).toBeVisible();
  await page.locator("textarea[name=own]").fill(OWN_WORDS);
  await goTo(page, "letter");
  await expect(page.locator("textarea[name=text]")).toHaveValue(
    new RegExp(`^Dear [^\\n]+\\n\\n${OWN_WORDS.replace(/\./g, "\\.")}\\n\\n[^\\n]+\\n${NAME}$`),
  );
  await page.locator("input[name=subject]").fill("Prosba");
  await goTo(page, "send");
  await askForLink(page, freshAddress("ada"));
});

test("Kim writes by keyboard alone", async ({ page }) => {
  const focusOn = async (selector: string) => {
    for (let press = 0; press < 200; press += 1) {
      const isThere = page.locator(selector).first();
      if (await isThere.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`${selector} cannot be reached by Tab`);
  };
  const press = async (selector: string, key = "Enter") => {
    await focusOn(selector);
    await page.keyboard.press(key);
  };
  await page.goto(`/en/letters/${SLUG}`);
  await focusOn("select[name=country]");
  await page.keyboard.type("South K");
  await press("form[method=get] button");
  await press(`a[href$="?target=${SEOUL}"]`);
  await press("input[name^=topic-]", "Space");
  await press("input[name^=demand-]", "Space");
  await focusOn("input[name=name]");
  await page.keyboard.type("Kim 김");
  await page.keyboard.press("Enter");
  await focusOn("textarea[name=text]");
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("Prosím! ");
  await press("button[name=step][value=send]");
  await focusOn("form[action='/api/v1/letters'] input[name=email]");
  await page.keyboard.type(freshAddress("kim"));
  await press("input[name=consent]", "Space");
  await press("form[action='/api/v1/letters'] button");
  await expect(page).toHaveURL(/check-mail$/);
});

test("every page of writing is sound, by day, by night, on phone and desktop", async ({ page, request }) => {
  const email = freshAddress("axe");
  await page.goto(`/en/letters/${SLUG}`);
  await expectSound(page);
  await page.goto(`/en/letters/${SLUG}?country=KR`);
  await expectSound(page);
  await page.goto(`/en/letters/${SLUG}?target=${SEOUL}`);
  await expectSound(page);
  await page.locator("form").evaluate((form) => form.setAttribute("novalidate", ""));
  await goTo(page, "letter");
  await expect(page.locator("#name-error")).toBeVisible();
  await expectSound(page);
  await writeLetter(page);
  await expectSound(page);
  await goTo(page, "send");
  await expectSound(page);
  await askForLink(page, email);
  await expectSound(page);
  await page.goto(await ownPage(request, email));
  await expectSound(page);
  await act(page, "letter-confirmations").locator("button").click();
  await expectSound(page);
  await page.goto(`/en/letters/${SLUG}/taken`);
  await expectSound(page);
});
