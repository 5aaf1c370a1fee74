import { isLoopbackHost } from "@/lib/config/network";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { localOutbox } from "@/lib/mail/local-outbox";
import { json, problem } from "@/lib/web/answers";
import type { Door, DoorAnswer, DoorRequest } from "@/lib/web/door";
import { localeOfPerson } from "@/lib/web/problem-page";

/**
 * The mails of a server without a provider are for whoever sits at the machine: a direct loopback peer, a loopback
 * Host (against DNS rebinding), no forwarding header. To everyone else there is no such path.
 */
function mayRead(request: DoorRequest): boolean {
  const host = (request.header("host") ?? "").replace(/:\d+$/, "");
  return !settings().RESEND_API_KEY && request.direct && isLoopbackHost(host);
}

function notFound(request: DoorRequest): DoorAnswer {
  const { headers, ...answer } = problem(404, { code: "not-found", requestId: request.requestId });
  const { "access-control-allow-origin": _, ...closed } = headers;
  return { ...answer, headers: closed };
}

/** GET /outbox.json */
export const outboxListDoor: Door = async (request) => {
  if (!mayRead(request)) return notFound(request);
  const mails = await localOutbox(pool(), appKeys(), request.query().get("to") ?? undefined);
  return json(200, mails, { "cross-origin-resource-policy": "same-origin" });
};

/** GET /outbox */
export const outboxDoor: Door = async (request) => {
  if (!mayRead(request)) return notFound(request);
  return {
    status: 200,
    page: `/${localeOfPerson(request)}/outbox`,
    form: { values: { to: request.query().get("to") ?? "" }, errors: {} },
  };
};

/** GET /outbox/{id}: one mail's HTML as a mail program would show it, without scripts, forms or loads. */
export const outboxMailDoor: Door = async (request) => {
  const mail = mayRead(request)
    ? (await localOutbox(pool(), appKeys(), undefined)).find(({ id }) => id === request.params.id)
    : undefined;
  if (!mail) return notFound(request);
  const policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-top-navigation-by-user-activation allow-popups";
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "content-security-policy": policy,
    },
    body: mail.html,
  };
};
