import { appKeys } from "@/lib/crypto/app-keys";
import { readToken } from "@/lib/crypto/token";
import { pool } from "@/lib/db/pool";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import type { OwnLetterRefusal } from "@/lib/letters/on-own-letter";
import type { TellRefusal } from "@/lib/letters/tell-answer";
import type { LetterContext } from "@/lib/letters/write-letter";
import { ownLetterFields } from "@/lib/letters/writing-schema";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { type LimitedDoor, limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";
import { withoutBlanks } from "./own-signature";

type Command = (
  context: LetterContext,
  token: string,
) => Promise<{ ok: true; status: string } | OwnLetterRefusal>;
type Asked = { request: DoorRequest; client: Client; door: LimitedDoor; locale: Locale; token: string };

const STATUS: Record<TellRefusal["reason"], number> = {
  unknown: 404,
  expired: 410,
  gone: 410,
  withdrawn: 410,
  erased: 410,
  "not-left": 409,
  left: 409,
  leaving: 409,
  closed: 409,
  "too-many": 409,
  "written-before": 409,
};

/**
 * A door behind the link of one letter. Programs get the status, people are led to the letter's page, which says what has
 * changed or why not. Takes the door's name for its limit, the command, and whether a form has to say "sure".
 */
export function ownLetterDoor(door: LimitedDoor, command: Command, { sure = false } = {}): Door {
  return async (request) => {
    const body = readBody(request);
    if (!body.ok) return refuse(request, body.client, body);
    const { client } = body;
    const locale = isLocale(body.fields.locale) ? body.fields.locale : localeOfPerson(request);
    const read = ownLetterFields.safeParse(withoutBlanks(body.fields));
    if (!read.success) return invalid(request, client, locale, String(read.error.issues[0]?.path[0]));
    const { token } = read.data;
    const asked = { request, client, door, locale, token };
    // What is no link of ours says nothing else, and no address is ever made of it.
    if (!readToken(appKeys(), "own-letter", token))
      return await refuseOwnLetter(asked, { reason: "unknown" });
    const page = pageOf(asked);
    if (sure && client === "form" && read.data.sure !== "on") return seeOther(`${page}?refused=unsure`);
    const done = await command({ pool: pool(), keys: appKeys(), now: request.now }, token);
    if (!done.ok) return await refuseOwnLetter(asked, done);
    if (client === "json") return json(200, { status: done.status });
    return seeOther(`${page}?changed=${done.status}`);
  };
}

function invalid(request: DoorRequest, client: Client, locale: Locale, field: string): DoorAnswer {
  if (client === "form") return refuse(request, "form", { status: 404, code: "unknown-token", locale });
  return problem(422, { code: "invalid", errors: { [field]: "invalid" }, requestId: request.requestId });
}

function pageOf({ locale, token }: Pick<Asked, "locale" | "token">): string {
  return `/${locale}/letters/sent/${token}`;
}

/** Only what opens nothing is counted against its network. What has run out is told by the letter's page. */
export async function refuseOwnLetter(
  { request, client, door, locale, token }: Asked,
  { reason }: Pick<TellRefusal, "reason">,
): Promise<DoorAnswer> {
  if (reason === "unknown") {
    const over = await limitDoor(request, client, door, { locale });
    return over ?? refuse(request, client, { status: 404, code: "unknown-token", locale });
  }
  if (client === "form") return seeOther(`${pageOf({ locale, token })}?refused=${reason}`);
  return refuse(request, client, { status: STATUS[reason], code: reason, locale });
}
