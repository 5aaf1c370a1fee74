import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import type { Locale } from "@/lib/i18n/locales";
import { changeNeverMail } from "@/lib/mail/never-mail";
import { unsubscribing } from "@/lib/mail/schema";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";

/** POST /api/v1/unsubscribes: the page's form, a program, or a mail program's one click. */
export const unsubscribesDoor: Door = async (request) => {
  const clicked = oneClickToken(request);
  if (clicked !== null) return answerProgram(request, clicked, "never");
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const read = unsubscribing.safeParse(body.fields);
  if (!read.success) {
    if (body.client === "form") return unknown(request, "form");
    const errors = Object.fromEntries(
      read.error.issues.map(({ path: [field], message }) => [String(field), message]),
    );
    return problem(422, { code: "invalid", errors, requestId: request.requestId });
  }
  const { token, allow, locale = localeOfPerson(request) } = read.data;
  const wish = allow ? "allow" : "never";
  if (body.client === "json") return answerProgram(request, token, wish);
  if (!(await change(request, token, wish))) return unknown(request, "form", locale);
  return seeOther(`/${locale}/unsubscribe/${token}?changed=${allow ? "allowed" : "never"}`);
};

/** GET /api/v1/unsubscribes: for mail programs that open what a mail names. It changes nothing; the page has the button. */
export const unsubscribesPageDoor: Door = async (request) => {
  const token = request.query().get("token") ?? "";
  const locale = localeOfPerson(request);
  if (!/^[\w-]{1,100}$/.test(token)) {
    const client = (request.header("accept") ?? "").includes("text/html") ? "form" : "json";
    return refuse(request, client, { status: 404, code: "unknown-token", locale });
  }
  return seeOther(`/${locale}/unsubscribe/${token}`);
};

/**
 * The token of a one-click request (RFC 8058, 3.2): the address is the mail's own, the body says so and nothing else, as
 * a form of either kind. Some programs leave the body out. Null for any other request.
 */
function oneClickToken(request: DoorRequest): string | null {
  const body = Buffer.from(request.body).toString("latin1");
  if (body !== "" && !/\bList-Unsubscribe\b[\s\S]*\bOne-Click\b/i.test(body)) return null;
  return request.query().get("token");
}

const change = (request: DoorRequest, token: string, wish: "never" | "allow") =>
  changeNeverMail({ pool: pool(), keys: appKeys(), now: request.now }, token, wish);

/** Only guesses are counted: a right token works however many people's mail programs share a network. */
async function unknown(request: DoorRequest, client: Client, locale?: Locale): Promise<DoorAnswer> {
  const over = await limitDoor(request, client, "unsubscribes", { locale });
  return over ?? refuse(request, client, { status: 404, code: "unknown-token", locale });
}

/** Programs are never led elsewhere: RFC 8058 forbids it. */
async function answerProgram(
  request: DoorRequest,
  token: string,
  wish: "never" | "allow",
): Promise<DoorAnswer> {
  if (!(await change(request, token, wish))) return unknown(request, "json");
  return json(200, { status: wish === "allow" ? "allowed" : "unsubscribed" });
}
