import { appKeys } from "@/lib/crypto/app-keys";
import { readToken } from "@/lib/crypto/token";
import { pool } from "@/lib/db/pool";
import { isLocale } from "@/lib/i18n/locales";
import { tellingAnswer } from "@/lib/letters/answer-schema";
import { tellAnswer } from "@/lib/letters/tell-answer";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";
import { withoutBlanks } from "../own-signature";

const STATUS = { unknown: 404, expired: 410, gone: 410, erased: 410, "not-left": 409 } as const;

/** POST /api/v1/letter-answers: a writer says whether the office answered. */
export const letterAnswersDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const { client } = body;
  const fields = withoutBlanks(body.fields);
  const locale = isLocale(fields.locale) ? fields.locale : localeOfPerson(request);
  const token = typeof fields.token === "string" ? fields.token : "";
  // What is no link of ours says nothing else, and no address is ever made of it.
  if (token !== "" && !readToken(appKeys(), "own-letter", token))
    return await refused(request, client, "unknown");
  const read = tellingAnswer.safeParse(fields);
  if (!read.success) {
    const errors = Object.fromEntries(
      read.error.issues.map(({ path: [field], message }) => [String(field), message]),
    );
    if (client === "json") return problem(422, { code: "invalid", errors, requestId: request.requestId });
    if (token === "") return await refused(request, client, "unknown");
    return {
      status: 422,
      page: `/${locale}/letters/sent/${token}`,
      form: { values: asTyped(fields), errors },
    };
  }
  const done = await tellAnswer({ pool: pool(), keys: appKeys(), now: request.now }, token, read.data);
  if (!done.ok) return await refused(request, client, done.reason);
  if (client === "json") return json(200, { status: done.status });
  return seeOther(`/${locale}/letters/sent/${token}?changed=answered`);
};

/** Only what opens nothing is counted against its network. */
async function refused(
  request: DoorRequest,
  client: Client,
  reason: keyof typeof STATUS,
): Promise<DoorAnswer> {
  const over = reason === "unknown" ? await limitDoor(request, client, "letter-answers") : null;
  const code = reason === "unknown" ? "unknown-token" : reason;
  return over ?? refuse(request, client, { status: STATUS[reason], code });
}

/** The page shows it again; longer than any field may be is not worth keeping. */
function asTyped(fields: Record<string, unknown>): Record<string, string> {
  const kept = ["answer", "gist", "text", "offer"].flatMap((name): [string, string][] => {
    const value = fields[name];
    return typeof value === "string" ? [[name, value.slice(0, 6_000)]] : [];
  });
  return Object.fromEntries(kept);
}
