import NextAuth from "next-auth";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { prisma } from "@/lib/db/prisma";
import { authOptions } from "@/lib/people/auth-options";
import { problem } from "@/lib/web/answers";

type Context = { params: Promise<{ nextauth: string[] }> };

const authenticate = (request: Request, context: Context): Promise<Response> =>
  NextAuth(authOptions(prisma(), appKeys(), settings().APP_URL))(request, context);

/** Using a link needs a button: following one must not sign a mail scanner in. Links are asked for at /api/v1/sign-in-links. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const [action] = (await context.params).nextauth;
  return action === "session" || action === "csrf" || action === "error"
    ? authenticate(request, context)
    : refuse();
}

export async function POST(request: Request, context: Context): Promise<Response> {
  const [action] = (await context.params).nextauth;
  if (isFromElsewhere(request)) return refuse();
  return action === "callback" || action === "signout" ? authenticate(request, context) : refuse();
}

/** next-auth checks no token when a link is used, so another page could sign a browser in to another's account. */
function isFromElsewhere(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if (site !== null) return site !== "same-origin" && site !== "none";
  // Older browsers say "null" of a page that sends no referrer, as ours with a token in its address.
  return origin !== null && origin !== "null" && origin !== settings().APP_URL;
}

function refuse(): Response {
  const { status, headers, body } = problem(404, { code: "unknown-path" });
  return new Response(String(body), { status, headers });
}
