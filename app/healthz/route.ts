import { asRoute } from "@/lib/web/route";
import { healthDoor } from "./door";

export const GET = asRoute(healthDoor);
