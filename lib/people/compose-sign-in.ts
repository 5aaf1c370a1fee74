import { type Composer, composeEach } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import { signInPage } from "./issue-sign-in-link";

/** The mail with a sign-in link, whose token only the sealed row holds. */
export function signInComposer(appUrl: string): Composer {
  return (_, rows) =>
    composeEach(rows, async ({ payload: { token }, locale }) => {
      if (!token) return { drop: "no token" };
      return { mail: await renderMail("sign-in", locale, { signInUrl: signInPage(appUrl, locale, token) }) };
    });
}
