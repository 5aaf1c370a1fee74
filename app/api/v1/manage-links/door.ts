import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { writerOfLinks } from "@/lib/letters/own-letter-links";
import { MANAGE_LIFETIME } from "@/lib/signatures/limits";
import { findByCode } from "@/lib/signatures/own-queries";
import { codeRequest, linkRequest } from "@/lib/signatures/own-schema";
import { issueManageToken } from "@/lib/signatures/own-signature";
import { requestManageLink } from "@/lib/signatures/request-manage-link";
import { signablePetition } from "@/lib/signatures/signable-petition";
import { json, problem, seeOther } from "@/lib/web/answers";
import { type Client, readBody } from "@/lib/web/body";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";
import { ownContext, withoutBlanks } from "../own-signature";

type Asked = { request: DoorRequest; client: Client; locale: Locale; petition: string | undefined };

/** POST /api/v1/manage-links: links by mail, the same answer for every address; or, with a withdrawal code, the link at once. */
export const manageLinksDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const { client } = body;
  const locale = isLocale(body.fields.locale) ? body.fields.locale : localeOfPerson(request);
  const fields = withoutBlanks(body.fields);
  const isCode = "code" in fields;
  const over = isCode ? null : await limitDoor(request, client, "manage-links", { locale, fields });
  if (over) return over;
  const petition = fields.petition === undefined ? undefined : String(fields.petition);
  if ((isCode || petition !== undefined) && !(await isShown(petition ?? "")))
    return refuse(request, client, { status: 404, code: "unknown-petition", locale });
  const asked = { request, client, locale, petition };
  return isCode ? await byCode(asked, fields) : await byMail(asked, fields);
};

async function isShown(slug: string): Promise<boolean> {
  const petition = slug === "" ? undefined : await signablePetition(pool(), appKeys(), slug);
  return petition !== undefined && petition.state !== "draft";
}

/** Where links are asked for: at a petition, or, for letters alone, at a page that names no cause. */
function pageOf({ locale, petition }: Pick<Asked, "locale" | "petition">): `/${string}` {
  return petition === undefined ? `/${locale}/letters/sent` : `/${locale}/petitions/${petition}/manage`;
}

async function byMail(asked: Asked, fields: Record<string, unknown>): Promise<DoorAnswer> {
  const read = linkRequest.safeParse(fields);
  if (!read.success) {
    const wrong = read.error.issues.find(({ path }) => path[0] === "email") ?? read.error.issues[0];
    return invalid(asked, 422, { [String(wrong?.path[0])]: wrong?.message ?? "invalid" }, fields);
  }
  const { email, petition } = read.data;
  const others = writerOfLinks(appKeys(), email);
  await requestManageLink(ownContext(asked.request.now), {
    ...{ slug: petition ?? null, email, locale: asked.locale },
    others,
  });
  if (asked.client === "json") return json(202, { status: "check-your-mail" });
  return seeOther(`${pageOf(asked)}?sent=1`);
}

async function byCode(asked: Asked, fields: Record<string, unknown>): Promise<DoorAnswer> {
  const read = codeRequest.safeParse(fields);
  const { request, client, locale, petition } = asked;
  if (!read.success) return invalid(asked, 422, { code: "invalid" }, {});
  const id = await findByCode(pool(), read.data.code, read.data.petition);
  if (!id) {
    // Wrong codes are counted apart from requests for mails, right ones not at all; no page holds what was typed.
    const over = await limitDoor(request, client, "codes", { locale, petition });
    return over ?? invalid(asked, 404, { code: "unknown" }, {});
  }
  const token = issueManageToken(appKeys(), id, request.now);
  if (client === "form") return seeOther(`/${locale}/signatures/${token}`);
  return json(200, { status: "open", token, until: new Date(request.now.getTime() + MANAGE_LIFETIME) });
}

/** What was typed as a code is never sent back. */
function invalid(
  { request, client, locale, petition }: Asked,
  status: 404 | 422,
  errors: Record<string, string>,
  fields: Record<string, unknown>,
): DoorAnswer {
  const code = status === 404 ? "unknown-code" : "invalid";
  if (client === "json")
    return problem(status, { code, ...(status === 422 ? { errors } : {}), requestId: request.requestId });
  const email = typeof fields.email === "string" ? fields.email : "";
  return { status, page: pageOf({ locale, petition }), form: { values: { email }, errors } };
}
