import { LRUCache } from "lru-cache";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import type { Locale } from "@/lib/i18n/locales";
import { isLocale } from "@/lib/i18n/locales";
import { type ConfirmResult, confirmSignature } from "@/lib/signatures/confirm-signature";
import { confirming } from "@/lib/signatures/schema";
import { MINUTE } from "@/lib/time/durations";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";

type Confirmed = Extract<ConfirmResult, { ok: true }>;

/** A second press, or a first whose answer was lost, gets the code of the first; the database holds its hash only. */
const codes = new LRUCache<string, string>({ max: 10_000, ttl: 2 * MINUTE });

/** POST /api/v1/confirmations */
export const confirmationsDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const read = confirming.safeParse(body.fields);
  if (!read.success) return invalid(request, body.client, String(read.error.issues[0]?.path[0] ?? "token"));
  const { token, shown } = read.data;
  const result = await confirmSignature(
    { pool: pool(), keys: appKeys(), now: request.now },
    token,
    shown === undefined ? undefined : new Date(shown),
  );
  const locale =
    read.data.locale ??
    ("locale" in result && isLocale(result.locale) ? result.locale : localeOfPerson(request));
  if (!result.ok) return refused(request, body.client, token, locale, result);
  if (result.withdrawalCode) codes.set(token, result.withdrawalCode);
  return confirmed(body.client, locale, { ...result, withdrawalCode: codes.get(token) });
};

function invalid(request: DoorRequest, client: Client, field: string): DoorAnswer {
  if (client === "form") return refuse(request, "form", { status: 404, code: "unknown-token" });
  return problem(422, { code: "invalid", errors: { [field]: "invalid" }, requestId: request.requestId });
}

/** A person is led to the thanks; the code of a "forget me" signature is shown in the answer itself, never in an address. */
function confirmed(client: Client, locale: Locale, result: Confirmed): DoorAnswer {
  if (client === "json") return json(200, { status: "confirmed", withdrawalCode: result.withdrawalCode });
  const page = `/${locale}/petitions/${result.petition}`;
  if (!result.withdrawalCode) return seeOther(`${page}/signed`);
  return {
    status: 200,
    page: `${page}/signed-code`,
    form: { values: { code: result.withdrawalCode }, errors: {} },
  };
}

/** Only guesses are counted: a right token works whatever else comes from its network. */
async function unknown(request: DoorRequest, client: Client, locale: Locale): Promise<DoorAnswer> {
  const over = await limitDoor(request, client, "confirmations", { locale });
  return over ?? refuse(request, client, { status: 404, code: "unknown-token", locale });
}

function refused(
  request: DoorRequest,
  client: Client,
  token: string,
  locale: Locale,
  result: Extract<ConfirmResult, { ok: false }>,
): DoorAnswer | Promise<DoorAnswer> {
  if (result.reason === "unknown") return unknown(request, client, locale);
  if (result.reason === "changed" && client === "form")
    return seeOther(`/${locale}/confirm/${token}?changed=1`);
  const status = result.reason === "mailbox-full" || result.reason === "changed" ? 409 : 410;
  return refuse(request, client, { status, code: result.reason, petition: result.petition, locale });
}
