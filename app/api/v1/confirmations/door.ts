import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { type ConfirmResult, confirmSignature } from "@/lib/signatures/confirm-signature";
import { confirming } from "@/lib/signatures/schema";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";

/** POST /api/v1/confirmations */
export const confirmationsDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const read = confirming.safeParse(body.fields);
  if (!read.success) {
    if (body.client === "form") return refuse(request, "form", { status: 404, code: "unknown-token" });
    return problem(422, {
      code: "invalid",
      errors: { token: read.error.issues[0]?.message ?? "invalid" },
      requestId: request.requestId,
    });
  }
  const result = await confirmSignature({ pool: pool(), keys: appKeys(), now: request.now }, read.data.token);
  return result.ok ? confirmed(request, body.client, result) : refused(request, body.client, result);
};

/** A person is led to the thanks; the code of a "forget me" signature is shown in the answer itself, never in an address. */
function confirmed(
  request: DoorRequest,
  client: Client,
  result: Extract<ConfirmResult, { ok: true }>,
): DoorAnswer {
  if (client === "json") return json(200, { status: "confirmed", withdrawalCode: result.withdrawalCode });
  const page = `/${localeOfPerson(request)}/petitions/${result.petition}`;
  if (!result.withdrawalCode) return seeOther(`${page}/signed`);
  return {
    status: 200,
    page: `${page}/signed-code`,
    form: { values: { code: result.withdrawalCode }, errors: {} },
  };
}

function refused(
  request: DoorRequest,
  client: Client,
  result: Extract<ConfirmResult, { ok: false }>,
): DoorAnswer {
  if (result.reason === "unknown") return refuse(request, client, { status: 404, code: "unknown-token" });
  const status = result.reason === "mailbox-full" ? 409 : 410;
  return refuse(request, client, { status, code: result.reason, petition: result.petition });
}
