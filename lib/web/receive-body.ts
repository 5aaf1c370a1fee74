import type { IncomingMessage } from "node:http";
import { SECOND } from "@/lib/time/durations";
import { BODY_LIMIT } from "./door";

/** A body may take this long to arrive: 64 KiB on a very bad line. */
const BODY_TIME = 20 * SECOND;
/** What is read and thrown away after a body proved too large, so that the client can hear the answer. */
const DISCARD_LIMIT = 32 * 1024 * 1024;

/** Whoever sends even more gets the answer, and this long to hear it. */
const HEARING_TIME = 2 * SECOND;
const TOO_LARGE = { ok: false, status: 413, code: "too-large" } as const;

export type ReceivedBody =
  | { ok: true; body: Uint8Array }
  | { ok: false; status: 400 | 408 | 413; code: string };

/** Reads a request's body up to BODY_LIMIT. Refuses larger ones (413), slow ones (408) and broken-off ones (400). */
export function receiveBody(request: IncomingMessage): Promise<ReceivedBody> {
  if (
    request.headers["content-length"] === "0" ||
    (request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined)
  ) {
    return Promise.resolve({ ok: true, body: new Uint8Array() });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => resolve({ ok: false, status: 408, code: "slow-body" }), BODY_TIME);
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else chunks.length = 0;
      if (size > DISCARD_LIMIT) {
        resolve(TOO_LARGE);
        request.removeAllListeners("data").resume();
        setTimeout(() => request.destroy(), HEARING_TIME).unref();
      }
    });
    request.on("end", () =>
      resolve(size > BODY_LIMIT ? TOO_LARGE : { ok: true, body: Buffer.concat(chunks) }),
    );
    request.on("error", () => resolve({ ok: false, status: 400, code: "broken-off" }));
    request.on("close", () => {
      clearTimeout(timer);
      resolve({ ok: false, status: 400, code: "broken-off" });
    });
  });
}
