import type { Composed, Composer } from "@/lib/mail/relay";
import { renderMail } from "@/lib/mail/render-mail";
import { signInPage } from "./issue-sign-in-link";

/** The mail with a sign-in link, whose token only the sealed row holds. */
export function signInComposer(appUrl: string): Composer {
  return async (_, rows) => {
    const composed = rows.map(async (row): Promise<[string, Composed]> => {
      const token = row.payload.token;
      if (!token) return [row.id, { drop: "no token" }];
      return [
        row.id,
        {
          mail: await renderMail("sign-in", row.locale, { signInUrl: signInPage(appUrl, row.locale, token) }),
        },
      ];
    });
    return new Map(await Promise.all(composed));
  };
}
