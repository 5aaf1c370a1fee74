import { pool } from "@/lib/db/pool";
import { isLocale } from "@/lib/i18n/locales";
import { noteTaken } from "@/lib/letters/take-letter";
import { takenFields } from "@/lib/letters/taken-schema";
import { readFields } from "@/lib/letters/writing-schema";
import { json, problem, seeOther } from "@/lib/web/answers";
import { readBody } from "@/lib/web/body";
import type { Door } from "@/lib/web/door";
import { limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";

/** POST /api/v1/letters/taken: somebody says they sent a letter themselves. */
export const letterTakenDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const { client, fields } = body;
  const locale = isLocale(fields.locale) ? fields.locale : localeOfPerson(request);
  const over = await limitDoor(request, client, "letters-taken", { locale, fields });
  if (over) return over;
  const read = readFields(takenFields, fields);
  if (!read.ok) {
    const { errors } = read;
    if (client === "json") return problem(422, { code: "invalid", errors, requestId: request.requestId });
    return refuse(request, client, { status: 400, code: "malformed", locale });
  }
  const { campaign, target, way } = read.fields;
  const noted = await noteTaken({ pool: pool(), now: request.now }, { campaign, target, way });
  if (!noted.ok) return refuse(request, client, { status: 404, code: "unknown-office", locale });
  if (client === "json") return json(200, { status: "noted" });
  return seeOther(`/${locale}/letters/${campaign}/taken`);
};
