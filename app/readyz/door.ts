import { pool } from "@/lib/db/pool";
import { json } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";
import { type Readiness, readiness } from "@/lib/web/readiness";

const KEY = Symbol.for("vigil.started-at");
const shared = globalThis as { [KEY]?: Date };
shared[KEY] ??= new Date();
const startedAt = shared[KEY];

/** GET /readyz: 200 where everything a signature needs is there, else 503; which part is missing, and no more, is said. */
export const readinessDoor: Door = async (request) => {
  const checks: Readiness = await readiness(pool(), startedAt, request.now);
  const ready = Object.values(checks).every(Boolean);
  return json(
    ready ? 200 : 503,
    { status: ready ? "ready" : "not-ready", checks },
    ready ? {} : { "retry-after": "2" },
  );
};
