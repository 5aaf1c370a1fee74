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

type Asked = { request: DoorRequest; client: Client; fields: Record<string, unknown>; locale: Locale };

/** POST /api/v1/letters: takes in a letter that its writer's mailbox is then asked about. */
export const lettersDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const { client, fields } = body;
  const locale = isLocale(fields.locale) ? fields.locale : localeOfPerson(request);
  const asked = { request, client, fields, locale };
  const read = readWriting(fields);
  if (!read.ok) return invalid(asked, read.errors);
  const { writing } = read;
  if (writing.channel === "mail" && writing.replyTo === "relay" && !takesAnswers(settings()))
    return invalid(asked, { replyTo: "no-relay" });
  const context = { pool: pool(), db: prisma(), keys: appKeys(), now: request.now };
  const result = await writeLetter(context, {
    writing: { ...writing, locale: writing.locale ?? locale },
    peer: request.peer,
    appUrl: settings().APP_URL,
  });
  if (!result.ok) return refused(asked, result);
  if (client === "json") return json(202, { status: "check-your-mail" });
  return seeOther(`/${locale}/letters/${writing.campaign}/check-mail`);
};

function refused(asked: Asked, result: Extract<WriteResult, { ok: false }>): DoorAnswer {
  const { request, client, locale } = asked;
  switch (result.reason) {
    case "unknown":
      return refuse(request, client, { status: 404, code: "unknown-campaign", locale });
    case "unknown-office":
      return refuse(request, client, { status: 404, code: "unknown-office", locale });
    case "closed":
      if (client === "json") return refuse(request, client, { status: 409, code: "closed", locale });
      return formAgain(asked, 409, { campaign: "closed" });
    case "unknown-version":
      return invalid(asked, { version: "invalid" });
    case "not-by-platform":
      return invalid(asked, { channel: "not-by-platform" });
    case "invalid":
      return invalid(asked, result.errors);
    case "too-many":
      return tooMany(asked, result.retryAfter);
  }
}

/** People get their letter back as they wrote it, and are told when to send it again. */
function tooMany({ request, client, fields, locale }: Asked, retryAfter: number): DoorAnswer {
  if (client === "json") return refuse(request, client, { status: 429, code: "too-many", retryAfter });
  const values = { ...typed(fields), retryAfter: String(retryAfter) };
  const headers = { "retry-after": String(retryAfter) };
  return { status: 429, page: formPage(fields, locale), form: { values, errors: {} }, headers };
}

function invalid(asked: Asked, errors: Record<string, string>): DoorAnswer {
  const { request, client } = asked;
  if (client === "json") return problem(422, { code: "invalid", errors, requestId: request.requestId });
  return formAgain(asked, 422, errors);
}

/** The page of the form with all that was typed. */
function formAgain({ fields, locale }: Asked, status: number, errors: Record<string, string>): DoorAnswer {
  return { status, page: formPage(fields, locale), form: { values: typed(fields), errors } };
}

/** The page knows which step an error belongs to. */
function formPage(fields: Record<string, unknown>, locale: Locale): string {
  const campaign = writingFields.shape.campaign.safeParse(fields.campaign);
  return `/${locale}/letters/${campaign.success ? campaign.data : "unknown"}/form`;
}

function typed(fields: Record<string, unknown>): Record<string, string> {
  const ours = Object.keys(writingFields.shape);
  const sent = ours.flatMap((name) => (fields[name] === undefined ? [] : [[name, String(fields[name])]]));
  return { ...Object.fromEntries(sent), step: "send" };
}
