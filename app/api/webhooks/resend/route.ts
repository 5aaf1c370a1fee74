import { asRoute } from "@/lib/web/route";
import { resendWebhookDoor } from "./door";

export const POST = asRoute(resendWebhookDoor);
