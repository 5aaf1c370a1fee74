import type { z } from "zod";
import { appKeys } from "@/lib/crypto/app-keys";
import { readToken } from "@/lib/crypto/token";
import { pool } from "@/lib/db/pool";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { proofIn } from "@/lib/signatures/own-schema";
import {
  issueManageToken,
  type OwnContext,
  type OwnRefusalReason,
  type Proof,
} from "@/lib/signatures/own-signature";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { DoorAnswer, DoorRequest, FormState } from "@/lib/web/door";
import { type LimitedDoor, limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";

/** What a signer sent to a door of their own signature. */
export type OwnAsk<T> = {
  request: DoorRequest;
  door: LimitedDoor;
  client: Client;
  locale: Locale;
  proof: Proof;
  fields: T;
};
type OwnFields = { token?: string; code?: string; petition?: string };

/** The context of a signer's command. */
export const ownContext = (now: Date): OwnContext => ({ pool: pool(), keys: appKeys(), now });

/**
 * Reads and checks what was sent: the ask, or the answer that refuses it. The token comes first: what is no link of ours
 * says nothing else, and no address is ever made of it.
 */
export async function readOwnAsk<T extends z.ZodObject>(
  request: DoorRequest,
  door: LimitedDoor,
  schema: T,
): Promise<{ ask: OwnAsk<z.output<T>> } | { refused: DoorAnswer }> {
  const body = readBody(request);
  if (!body.ok) return { refused: refuse(request, body.client, body) };
  const { client } = body;
  const locale = isLocale(body.fields.locale) ? body.fields.locale : localeOfPerson(request);
  const fields = withoutBlanks(body.fields);
  if (typeof fields.token === "string") {
    const { token } = fields;
    const link = readToken(appKeys(), "manage-signature", token);
    const reason = link ? (link.expiresAt < request.now ? "expired" : null) : "unknown";
    const ask = { request, door, client, locale, proof: { token }, fields };
    if (reason) return { refused: await refused(ask, { reason }) };
  }
  const read = schema.safeParse(fields);
  if (!read.success) {
    const errors = Object.fromEntries(
      read.error.issues.map(({ path, message }) => [String(path[0]), message]),
    );
    return { refused: invalid(request, client, locale, errors) };
  }
  const proof = proofIn(read.data as OwnFields);
  if (!proof) return { refused: invalid(request, client, locale, { token: "required" }) };
  return { ask: { request, door, client, locale, proof, fields: read.data } };
}

/** Forms send what was left empty too. */
export function withoutBlanks(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
}

function invalid(
  request: DoorRequest,
  client: Client,
  locale: Locale,
  errors: Record<string, string>,
): DoorAnswer {
  if (client === "form") return refuse(request, "form", { status: 404, code: "unknown-token", locale });
  return problem(422, { code: "invalid", errors, requestId: request.requestId });
}

type Done = { status: string; id: string };

/** Programs get the status; people are led to the signature's page, which says what has changed. */
export function done({ client, request, locale, proof }: OwnAsk<unknown>, { status, id }: Done): DoorAnswer {
  if (client === "json") return json(200, { status });
  const token = "token" in proof ? proof.token : issueManageToken(appKeys(), id, request.now);
  return seeOther(`/${locale}/signatures/${token}?changed=${status}`);
}

const STATUS: Record<OwnRefusalReason, number> = {
  unknown: 404,
  expired: 410,
  withdrawn: 410,
  removed: 410,
  erased: 410,
  impossible: 409,
};

/**
 * The same status to both; to people with a link, the signature's page under it, which says how things stand. Only what
 * opens nothing is counted against its network: a right link or code works whatever its neighbours send.
 */
export async function refused(
  ask: OwnAsk<unknown>,
  { reason, petition }: { reason: OwnRefusalReason; petition?: string },
): Promise<DoorAnswer> {
  const { client, request, door, locale, proof } = ask;
  const status = STATUS[reason];
  const isLink = "token" in proof;
  if (reason === "unknown") {
    const over = await limitDoor(request, client, isLink ? door : "codes", { locale });
    return (
      over ?? refuse(request, client, { status, code: isLink ? "unknown-token" : "unknown-code", locale })
    );
  }
  if (client === "form" && isLink) return again(ask, status, reason);
  return refuse(request, client, { status, code: reason, petition, locale });
}

/** The signature's page under a status, with the code of what could not be done. People with a link only. */
export function again({ locale, proof }: OwnAsk<unknown>, status: number, failed: string): DoorAnswer {
  const form: FormState = { values: {}, errors: { act: failed } };
  const token = "token" in proof ? proof.token : "";
  return { status, page: `/${locale}/signatures/${encodeURIComponent(token)}`, form };
}
