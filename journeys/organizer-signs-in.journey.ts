import { expect, test } from "@playwright/test";
import { keyRing } from "@/lib/crypto/keys";
import { openPrisma } from "@/lib/db/prisma";
import { issueOwnerSignInLink } from "@/lib/people/issue-sign-in-link";
import { freshAddress, mailsTo } from "./support/signer";
import { expectSound } from "./support/sound";

/** The link that `npm start` prints, for an owner of this test's own. */
async function ownerLink(ownerEmail: string, appUrl: string): Promise<string> {
  const db = openPrisma(process.env.VIGIL_DATABASE_URL ?? "");
  const keys = keyRing(process.env.VIGIL_APP_SECRET ?? "");
  const link = await issueOwnerSignInLink({ db, keys, appUrl, ownerEmail, now: new Date() });
  await db.$disconnect();
  return new URL(link).pathname + new URL(link).search;
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("the owner signs in by the printed link, once, and out again; later by mail", async ({
      page,
      context,
      request,
      baseURL,
    }) => {
      const email = freshAddress("owner");
      const link = await ownerLink(email, baseURL ?? "");

      await page.goto(link);
      expect(await context.cookies()).toEqual([]);
      await page.getByRole("main").getByRole("button").click();
      await expect(page).toHaveURL(/\/en\/organize$/);
      await expect(page.getByText(email)).toBeVisible();
      const session = (await context.cookies()).find(({ name }) => name === "vigil-session");
      expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
      if (javaScriptEnabled) await expectSound(page);

      await page.getByRole("main").getByRole("button").click();
      await page.goto("/en/organize");
      await expect(page).not.toHaveURL(/organize$/);

      await page.goto(link);
      await page.getByRole("main").getByRole("button").click();
      await expect(page).toHaveURL(/\/sign-in\?error=/);

      await page.locator("input[name=email]").fill(email);
      await page.getByRole("main").getByRole("button").click();
      await expect(page).toHaveURL(/\/en\/sign-in\?sent=1$/);
      const [mail] = await mailsTo(request, email);
      await page.goto(/https?:\/\/[^\s/]+(\/\S+\/sign-in\/link\S+)/.exec(mail?.text ?? "")?.[1] ?? "");
      await page.getByRole("main").getByRole("button").click();
      await expect(page).toHaveURL(/\/en\/organize$/);
    });
  });
}

test("a stranger gets no link and hears the same", async ({ request }) => {
  const email = freshAddress("stranger");
  const answer = await request.post("/api/v1/sign-in-links", { data: { email } });
  expect([answer.status(), await answer.json()]).toEqual([202, { status: "check-your-mail" }]);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await (await request.get(`/outbox.json?to=${email}`)).json()).toEqual([]);
});

test("a mail scanner that follows the link signs nobody in and uses nothing up", async ({
  request,
  baseURL,
  page,
}) => {
  const link = await ownerLink(freshAddress("scanned"), baseURL ?? "");
  const token = new URL(link, baseURL).searchParams.get("token");
  for (let visit = 0; visit < 3; visit += 1) {
    const answer = await request.get(link);
    expect(answer.headers()["set-cookie"]).toBeUndefined();
    const direct = await request.get(`/api/auth/callback/email?token=${token}`, { maxRedirects: 0 });
    expect(direct.status()).toBe(404);
    expect(direct.headers()["set-cookie"]).toBeUndefined();
  }
  await page.goto(link);
  await page.getByRole("main").getByRole("button").click();
  await expect(page).toHaveURL(/\/en\/organize$/);
});

test("a sign-in leads nowhere but home", async ({ page, baseURL }) => {
  const link = await ownerLink(freshAddress("redirect"), baseURL ?? "");
  await page.goto(link);
  await page.locator("form[action*=callback]").evaluate((form) => {
    const action = new URL((form as HTMLFormElement).action);
    action.searchParams.set("callbackUrl", "https://evil.example/");
    (form as HTMLFormElement).action = action.href;
  });
  await page.getByRole("main").getByRole("button").click();
  await page.waitForLoadState();
  expect(new URL(page.url()).origin).toBe(baseURL);
});
