import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { type OrderedPaper, orderPaper } from "@/lib/letters/order-paper";
import { readPaper } from "@/lib/letters/paper-schema";
import { readStep } from "@/lib/letters/writing-steps";
import { problem } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { limitDoor } from "@/lib/web/door-limits";
import { networkOf } from "@/lib/web/network";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";
import { formAgain } from "../form-again";
import { nameCharacters, refuseBusy } from "../printing";

/** POST /api/v1/letters/papers: a letter, or an envelope for it, as a PDF to print. Nothing is stored. */
export const letterPapersDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const { client, fields } = body;
  const locale = isLocale(fields.locale) ? fields.locale : localeOfPerson(request);
  const over = await limitDoor(request, client, "letters-papers", { locale, fields });
  if (over) return over;
  const read = readPaper(fields);
  const asking = { request, client, locale, sent: fields };
  if (!read.ok) return await sayWrong(asking, read.errors);
  const { APP_URL } = settings();
  const drawn = await orderPaper(
    { db: prisma(), now: request.now },
    { fields: read.fields, appUrl: APP_URL, network: networkOf(request.peer) },
  );
  if (!drawn.ok) return await refusePaper(asking, drawn);
  const { target, paper } = read.fields;
  const headers = {
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="${target}-${paper}.pdf"`,
    "cache-control": "no-store",
  };
  return { status: 200, headers, body: drawn.pdf };
};

type Asking = { request: DoorRequest; client: Client; locale: Locale; sent: Record<string, unknown> };

async function refusePaper(asking: Asking, refused: OrderedPaper & { ok: false }): Promise<DoorAnswer> {
  const { request, client, locale } = asking;
  switch (refused.reason) {
    case "undrawable":
      return await sayWrong(asking, { paper: "undrawable" }, refused.characters);
    case "invalid":
      return await sayWrong(asking, refused.errors);
    case "busy":
      return refuseBusy(request, client, locale, asking.sent);
    default:
      return refuse(request, client, { status: 404, code: refused.reason, locale });
  }
}

/** Programs get field → code, people the page they came from with what they typed; letters that no font has are named to both. */
async function sayWrong(
  { request, client, locale, sent }: Asking,
  errors: Record<string, string>,
  characters: string[] = [],
): Promise<DoorAnswer> {
  const undrawable = nameCharacters(characters);
  if (client === "json") {
    const detail = undrawable ? `No font has: ${undrawable}` : undefined;
    return problem(422, { code: "invalid", detail, errors, requestId: request.requestId });
  }
  const { values } = readStep(sent);
  const sender = typeof sent.sender === "string" ? sent.sender : "";
  return await formAgain(request, locale, { status: 422, values: { ...values, sender, undrawable }, errors });
}
