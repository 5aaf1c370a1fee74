import { expect, test } from "@playwright/test";
import { freshAddress, freshNetwork, linkIn, mailsTo, SIGNATURES, SLUG } from "./support/signer";
import { expectSound } from "./support/sound";

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
    await expectSound(page);
  }
  async function submitEmpty() {
    await page.goto(`/en/petitions/${SLUG}`);
    await page.evaluate(() =>
      (document.querySelector("form[action*=signatures]") as HTMLFormElement).submit(),
    );
    await expect(page.locator("[aria-invalid=true]").first()).toBeVisible();
  }
});
