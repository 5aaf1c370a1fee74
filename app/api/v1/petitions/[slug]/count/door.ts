import { LRUCache } from "lru-cache";
import { pool } from "@/lib/db/pool";
import { petitionCount } from "@/lib/petitions/queries";
import { SECOND } from "@/lib/time/durations";
import { answerReading, prepareReading, problem, type Reading } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";

/** A count is at most 3 s old: up to 1 s since the last counting pass, 1 s here, 1 s at the client. */
const KEPT = SECOND;
const counts = new LRUCache<string, Reading>({ max: 500, ttl: KEPT, fetchMethod: prepare });

async function prepare(slug: string): Promise<Reading | undefined> {
  const count = await petitionCount(pool(), slug);
  return count ? prepareReading(count, 1) : undefined;
}

/** GET /api/v1/petitions/{slug}/count */
export const countDoor: Door = async (request) => {
  const slug = request.params.slug ?? "";
  const count = counts.get(slug) ?? (await counts.fetch(slug));
  return count
    ? answerReading(request, count)
    : problem(404, { code: "unknown-petition", requestId: request.requestId });
};
