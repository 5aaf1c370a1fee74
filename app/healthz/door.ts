import { json } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";

/** GET /healthz: this process answers. */
export const healthDoor: Door = async () => json(200, { status: "ok" });
