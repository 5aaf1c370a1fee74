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
  return action === "callback" || action === "signout" ? authenticate(request, context) : refuse();
}

function refuse(): Response {
  const { status, headers, body } = problem(404, { code: "unknown-path" });
  return new Response(String(body), { status, headers });
}
