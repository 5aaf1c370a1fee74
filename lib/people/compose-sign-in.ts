import type { KeyRing } from "@/lib/crypto/keys";
import { type Composer, composeEach } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import { signInPage } from "./issue-sign-in-link";
import { hashSignInToken } from "./sign-in-secret";

/** The mail with a sign-in link, whose token only the sealed row holds. None is sent for a link that has run out or was used. */
export function signInComposer(keys: KeyRing, appUrl: string): Composer {
  return async (client, rows, now) => {
    const hashOf = (token: string | undefined) => Buffer.from(hashSignInToken(keys, token ?? ""));
    const { rows: good } = await client.query<{ hash: string }>(
      "SELECT encode(token_hash, 'hex') AS hash FROM sign_in_token WHERE token_hash = ANY ($1) AND expires_at > $2",
      [rows.map(({ payload }) => hashOf(payload.token)), now],
    );
    const known = new Set(good.map(({ hash }) => hash));
    return await composeEach(rows, async ({ payload: { token }, locale }) => {
      if (!token || !known.has(hashOf(token).toString("hex"))) return { drop: "the link has run out" };
      return { mail: await renderMail("sign-in", locale, { signInUrl: signInPage(appUrl, locale, token) }) };
    });
  };
}
