import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { prisma } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { authOptions } from "@/lib/people/auth-options";
import { canEnterWorkspace } from "@/lib/people/permissions";

export type SignedIn = { accountId: string; email: string };

/** Who is signed in; whoever is not, or may not enter, is sent to sign in. */
export async function requireAccount(locale: Locale): Promise<SignedIn> {
  const session: unknown = await getServerSession(authOptions(prisma(), appKeys(), settings().APP_URL));
  const account = readSession(session);
  if (!account || !canEnterWorkspace({ accountId: account.accountId, isOwner: false }))
    redirect(`/${locale}/sign-in`);
  return account;
}

/** next-auth's token against forged forms: the cookie holds it before the bar, its hash after it. */
export async function readCsrfToken(): Promise<string | undefined> {
  const name = authOptions(prisma(), appKeys(), settings().APP_URL).cookies?.csrfToken?.name;
  return name && (await cookies()).get(name)?.value.split("|")[0];
}

/** The shape that our session callback gives (lib/people/auth-options). */
function readSession(session: unknown): SignedIn | null {
  if (typeof session !== "object" || session === null || !("accountId" in session) || !("user" in session))
    return null;
  const { accountId, user } = session;
  if (typeof accountId !== "string" || typeof user !== "object" || user === null || !("email" in user))
    return null;
  return { accountId, email: String(user.email) };
}
