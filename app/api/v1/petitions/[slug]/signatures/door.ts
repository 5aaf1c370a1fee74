import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { isLocale } from "@/lib/i18n/locales";
import { readSigning, signingFields } from "@/lib/signatures/schema";
import { type SignResult, signPetition } from "@/lib/signatures/sign-petition";
import { whyShut } from "@/lib/signatures/signable-petition";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";

/** POST /api/v1/petitions/{slug}/signatures */
export const signaturesDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const slug = request.params.slug ?? "";
  const shut = await whyShut(pool(), appKeys(), slug);
  if (shut) return refused(request, body.client, slug, body.fields, { ok: false, reason: shut });
  const read = readSigning(body.fields);
  if (!read.ok) return invalid(request, body.client, slug, body.fields, read.errors);
  const result = await signPetition(
    { pool: pool(), keys: appKeys(), now: request.now },
    { slug, signing: read.signing, peer: request.peer },
  );
  if (!result.ok) return refused(request, body.client, slug, body.fields, result);
  if (body.client === "json") return json(202, { status: "check-your-mail" });
  return seeOther(`/${localeOf(request, body.fields)}/petitions/${encodeURIComponent(slug)}/check-mail`);
};

function refused(
  request: DoorRequest,
  client: Client,
  slug: string,
  fields: Record<string, unknown>,
  result: Extract<SignResult, { ok: false }>,
): DoorAnswer {
  const locale = localeOf(request, fields);
  switch (result.reason) {
    case "unknown":
      return refuse(request, client, { status: 404, code: "unknown-petition", locale });
    case "closed":
      return refuse(request, client, { status: 409, code: "closed", petition: slug, locale });
    case "unknown-version":
      return invalid(request, client, slug, fields, { version: "invalid" });
    case "too-many":
      return tooMany(request, client, slug, fields, result.retryAfter);
  }
}

/** People get their form back as they filled it in, and are told when to send it again. */
function tooMany(
  request: DoorRequest,
  client: Client,
  slug: string,
  fields: Record<string, unknown>,
  retryAfter: number,
): DoorAnswer {
  if (client === "json") return refuse(request, client, { status: 429, code: "too-many", retryAfter });
  return {
    status: 429,
    page: formPage(request, slug, fields),
    form: { values: { ...typed(fields), retryAfter: String(retryAfter) }, errors: {} },
    headers: { "retry-after": String(retryAfter) },
  };
}

function invalid(
  request: DoorRequest,
  client: Client,
  slug: string,
  fields: Record<string, unknown>,
  errors: Record<string, string>,
): DoorAnswer {
  if (client === "json") return problem(422, { code: "invalid", errors, requestId: request.requestId });
  return { status: 422, page: formPage(request, slug, fields), form: { values: typed(fields), errors } };
}

function formPage(request: DoorRequest, slug: string, fields: Record<string, unknown>): string {
  return `/${localeOf(request, fields)}/petitions/${encodeURIComponent(slug)}/form-errors`;
}

/** What a person typed, for the form to show again. */
function typed(fields: Record<string, unknown>): Record<string, string> {
  const ours = Object.keys(signingFields.shape);
  return Object.fromEntries(
    ours.flatMap((name) => (fields[name] === undefined ? [] : [[name, String(fields[name])]])),
  );
}

function localeOf(request: DoorRequest, fields: Record<string, unknown>) {
  return isLocale(fields.locale) ? fields.locale : localeOfPerson(request);
}
