import { takesAnswers } from "@/lib/config/mail-settings";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { prisma } from "@/lib/db/prisma";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { type WriteResult, writeLetter } from "@/lib/letters/write-letter";
import { readWriting, writingFields } from "@/lib/letters/writing-schema";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";
import { formAgain } from "./form-again";
import { nameCharacters, refuseBusy } from "./printing";

type Asked = { request: DoorRequest; client: Client; fields: Record<string, unknown>; locale: Locale };

/** POST /api/v1/letters: takes in a letter that its writer's mailbox is then asked about. */
export const lettersDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const { client, fields } = body;
  const locale = isLocale(fields.locale) ? fields.locale : localeOfPerson(request);
  const asked = { request, client, fields, locale };
  const read = readWriting(fields);
  if (!read.ok) return await invalid(asked, read.errors);
  const { writing } = read;
  if (writing.channel === "mail" && writing.replyTo === "relay" && !takesAnswers(settings()))
    return await invalid(asked, { replyTo: "no-relay" });
  const context = { pool: pool(), db: prisma(), keys: appKeys(), now: request.now };
  const result = await writeLetter(context, {
    writing: { ...writing, locale: writing.locale ?? locale },
    peer: request.peer,
    appUrl: settings().APP_URL,
  });
  if (!result.ok) return await refused(asked, result);
  if (client === "json") return json(202, { status: "check-your-mail" });
  return seeOther(`/${locale}/letters/${writing.campaign}/check-mail`);
};

async function refused(asked: Asked, result: Extract<WriteResult, { ok: false }>): Promise<DoorAnswer> {
  const { request, client, fields, locale } = asked;
  switch (result.reason) {
    case "unknown":
      return refuse(request, client, { status: 404, code: "unknown-campaign", locale });
    case "unknown-office":
      return refuse(request, client, { status: 404, code: "unknown-office", locale });
    case "closed":
      if (client === "json") return refuse(request, client, { status: 409, code: "closed", locale });
      return await formAgain(request, locale, {
        status: 409,
        values: typed(fields),
        errors: { campaign: "closed" },
      });
    case "unknown-version":
      return await invalid(asked, { version: "invalid" });
    case "not-by-platform":
      return await invalid(asked, { channel: "not-by-platform" });
    case "invalid":
      return await invalid(asked, result.errors);
    case "undrawable":
      return await invalid(asked, { channel: "undrawable" }, nameCharacters(result.characters));
    case "busy":
      return refuseBusy(request, client, locale, fields);
    case "too-many":
      return await tooMany(asked, result.retryAfter);
  }
}

/** People get their letter back as they wrote it, and are told when to send it again. */
async function tooMany({ request, client, fields, locale }: Asked, retryAfter: number): Promise<DoorAnswer> {
  if (client === "json") return refuse(request, client, { status: 429, code: "too-many", retryAfter });
  const values = { ...typed(fields), retryAfter: String(retryAfter) };
  const headers = { "retry-after": String(retryAfter) };
  return await formAgain(request, locale, { status: 429, values, errors: {}, headers });
}

/** `undrawable`: characters that a letter to be carried cannot have, named to programs and people. */
async function invalid(
  { request, client, fields, locale }: Asked,
  errors: Record<string, string>,
  undrawable = "",
): Promise<DoorAnswer> {
  if (client === "json") {
    const detail = undrawable ? `No font has: ${undrawable}` : undefined;
    return problem(422, { code: "invalid", detail, errors, requestId: request.requestId });
  }
  return await formAgain(request, locale, { status: 422, values: { ...typed(fields), undrawable }, errors });
}

function typed(fields: Record<string, unknown>): Record<string, string> {
  const ours = Object.keys(writingFields.shape);
  const sent = ours.flatMap((name) => (fields[name] === undefined ? [] : [[name, String(fields[name])]]));
  return Object.fromEntries(sent);
}
