import type { AuthOptions } from "next-auth";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { SECOND } from "@/lib/time/durations";
import { authAdapter } from "./auth-adapter";
import { SESSION_LIFETIME, SIGN_IN_LINK_LIFETIME } from "./limits";
import { signInSecret } from "./sign-in-secret";

/** next-auth as we use it: links by mail, sessions in the database, cookies bound to this host wherever https allows. */
export function authOptions(db: PrismaClient, keys: KeyRing, appUrl: string): AuthOptions {
  const secure = appUrl.startsWith("https:");
  const cookie = (name: string) => ({
    name: `${secure ? "__Host-" : ""}vigil-${name}`,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure },
  });
  const lasting = ({ name, options }: ReturnType<typeof cookie>) => ({
    name,
    options: { ...options, maxAge: SESSION_LIFETIME / SECOND },
  });
  return {
    adapter: authAdapter(db, keys),
    secret: signInSecret(keys),
    session: { strategy: "database", maxAge: SESSION_LIFETIME / SECOND, updateAge: 24 * 3600 },
    useSecureCookies: secure,
    // Signing out needs the csrf cookie, so it lives as long as the session.
    cookies: {
      sessionToken: cookie("session"),
      csrfToken: lasting(cookie("csrf")),
      callbackUrl: cookie("callback"),
    },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      {
        id: "email",
        type: "email",
        name: "Email",
        maxAge: SIGN_IN_LINK_LIFETIME / SECOND,
        server: "",
        from: "",
        options: {},
        sendVerificationRequest: () => Promise.reject(new Error("links are mailed through the outbox")),
      },
    ],
    callbacks: {
      session: ({ session, user }) => ({ ...session, accountId: user.id, user: { email: user.email } }),
    },
  };
}

/** The name of the session's cookie, for signing out. */
export function sessionCookie(appUrl: string): string {
  return `${appUrl.startsWith("https:") ? "__Host-" : ""}vigil-session`;
}
