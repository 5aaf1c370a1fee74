import { appKeys } from "@/lib/crypto/app-keys";
import { prisma } from "@/lib/db/prisma";
import { isLocale } from "@/lib/i18n/locales";
import { requestSignIn } from "@/lib/people/request-sign-in";
import { signInRequest } from "@/lib/people/schema";
import { json, problem, seeOther } from "@/lib/web/answers";
import { readBody } from "@/lib/web/body";
import type { Door } from "@/lib/web/door";
import { limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";

/** POST /api/v1/sign-in-links */
export const signInLinksDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const locale = isLocale(body.fields.locale) ? body.fields.locale : localeOfPerson(request);
  const over = await limitDoor(request, body.client, "sign-in-links", { locale, fields: body.fields });
  if (over) return over;
  const read = signInRequest.safeParse(body.fields);
  if (!read.success) {
    const error = read.error.issues[0]?.message ?? "invalid";
    if (body.client === "form")
      return seeOther(`/${locale}/sign-in?error=${error === "required" ? "required" : "invalid"}`);
    return problem(422, { code: "invalid", errors: { email: error }, requestId: request.requestId });
  }
  await requestSignIn(
    { db: prisma(), keys: appKeys(), now: request.now },
    { email: read.data.email, locale },
  );
  return body.client === "json"
    ? json(202, { status: "check-your-mail" })
    : seeOther(`/${locale}/sign-in?sent=1`);
};
