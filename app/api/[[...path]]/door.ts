import { problem } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";

/** Every path under /api that is no door. */
export const unknownPathDoor: Door = async ({ requestId }) =>
  problem(404, { code: "unknown-path", requestId });
