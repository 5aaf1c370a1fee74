import { replyDomain } from "@/lib/config/mail-settings";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { noteReply } from "@/lib/letters/note-reply";
import { readEvent } from "@/lib/mail/read-event";
import { receiveEvent } from "@/lib/mail/receive-event";
import { json, problem } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";

/** POST /api/webhooks/resend: what the provider says of mails, and that one came in. Anything but 2xx it repeats, signed anew. */
export const resendWebhookDoor: Door = async (request) => {
  const { RESEND_API_KEY, RESEND_WEBHOOK_SECRET } = settings();
  const { requestId, now } = request;
  if (!RESEND_API_KEY || !RESEND_WEBHOOK_SECRET)
    return problem(404, { code: "unknown-path", detail: "No webhook secret is set.", requestId });
  const read = readEvent(RESEND_API_KEY, RESEND_WEBHOOK_SECRET, request);
  if (!read.ok && read.reason === "wrong-signature")
    return problem(401, { code: read.reason, headers: { "www-authenticate": "Svix" }, requestId });
  if (!read.ok && read.reason === "malformed") return problem(400, { code: read.reason, requestId });
  if (!read.ok) return json(200, { status: "of-no-concern" });
  if ("incoming" in read) {
    const noted = await noteReply({ pool: pool(), domain: replyDomain(settings()) }, read.incoming, now);
    return json(200, { status: noted > 0 ? "received" : "of-no-concern" });
  }
  const isNew = await receiveEvent(pool(), appKeys(), read.event, now);
  if (!isNew) return problem(409, { code: "replayed", requestId });
  return json(200, { status: "received" });
};
