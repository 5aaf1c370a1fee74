import { appKeys } from "@/lib/crypto/app-keys";
import { readToken } from "@/lib/crypto/token";
import { pool } from "@/lib/db/pool";
import { isLocale } from "@/lib/i18n/locales";
import { tellingAnswer } from "@/lib/letters/answer-schema";
import { tellAnswer } from "@/lib/letters/tell-answer";
import { readFields } from "@/lib/letters/writing-schema";
import { json, problem, seeOther } from "@/lib/web/answers";
import { readBody } from "@/lib/web/body";
import type { Door } from "@/lib/web/door";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";
import { refuseOwnLetter } from "../own-letter";
import { withoutBlanks } from "../own-signature";

/** POST /api/v1/letter-answers: a writer says whether the office answered. */
export const letterAnswersDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const { client } = body;
  const fields = withoutBlanks(body.fields);
  const locale = isLocale(fields.locale) ? fields.locale : localeOfPerson(request);
  const token = typeof fields.token === "string" ? fields.token : "";
  const asked = { request, client, door: "letter-answers", locale, token } as const;
  // What is no link of ours says nothing else, and no address is ever made of it.
  if (token !== "" && !readToken(appKeys(), "own-letter", token))
    return await refuseOwnLetter(asked, { reason: "unknown" });
  const read = readFields(tellingAnswer, fields);
  if (!read.ok) {
    const { errors } = read;
    if (client === "json") return problem(422, { code: "invalid", errors, requestId: request.requestId });
    if (token === "") return await refuseOwnLetter(asked, { reason: "unknown" });
    return {
      status: 422,
      page: `/${locale}/letters/sent/${token}`,
      form: { values: asTyped(fields), errors },
    };
  }
  const done = await tellAnswer({ pool: pool(), keys: appKeys(), now: request.now }, token, read.fields);
  if (!done.ok) return await refuseOwnLetter(asked, done);
  if (client === "json") return json(200, { status: done.status });
  return seeOther(`/${locale}/letters/sent/${token}?changed=answered`);
};

/** The page shows it again, all of it: it may be too long, and what is cut off is lost to whoever typed it. */
function asTyped(fields: Record<string, unknown>): Record<string, string> {
  const kept = ["answer", "gist", "text", "offer"].flatMap((name): [string, string][] => {
    const value = fields[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
  return Object.fromEntries(kept);
}
