import { isLoopbackHost } from "@/lib/config/network";
import { pool } from "@/lib/db/pool";
import { mailHealth } from "@/lib/mail/mail-health";
import { json } from "@/lib/web/answers";
import type { Door, DoorRequest } from "@/lib/web/door";
import { type Readiness, readiness } from "@/lib/web/readiness";

const KEY = Symbol.for("vigil.started-at");
const shared = globalThis as { [KEY]?: Date };
shared[KEY] ??= new Date();
const startedAt = shared[KEY];

/**
 * GET /readyz: 200 where everything a signature needs is there, else 503; which part is missing is said. How the mails
 * are doing is said only to the operator at this machine: how many wait tells how many sign. Elsewhere the log has it.
 */
export const readinessDoor: Door = async (request) => {
  const checks: Readiness = await readiness(pool(), startedAt, request.now);
  const ready = Object.values(checks).every(Boolean);
  const mail = checks.migrations && isOperator(request) ? await mailHealth(pool(), request.now) : undefined;
  return json(
    ready ? 200 : 503,
    { status: ready ? "ready" : "not-ready", checks, mail },
    ready ? {} : { "retry-after": "2" },
  );
};

/** Directly from this machine, by a name of this machine (against DNS rebinding), and through no proxy. */
function isOperator(request: DoorRequest): boolean {
  return request.direct && isLoopbackHost((request.header("host") ?? "").replace(/:\d+$/, ""));
}
