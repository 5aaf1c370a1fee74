import { LRUCache } from "lru-cache";
import { pool } from "@/lib/db/pool";
import { petitionCount } from "@/lib/petitions/queries";
import { SECOND } from "@/lib/time/durations";
import { problem, reading } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";

type Count = NonNullable<Awaited<ReturnType<typeof petitionCount>>>;

/** A count is at most 3 s old: up to 1 s since the last counting pass, 1 s here, 1 s at the client. */
const KEPT = SECOND;
const counts = new LRUCache<string, Count>({
  max: 500,
  ttl: KEPT,
  fetchMethod: async (slug) => (await petitionCount(pool(), slug)) ?? undefined,
});

/** GET /api/v1/petitions/{slug}/count */
export const countDoor: Door = async (request) => {
  const count = await counts.fetch(request.params.slug ?? "");
  if (!count) return problem(404, { code: "unknown-petition", requestId: request.requestId });
  return reading(request, count, 1);
};
