import { asRoute } from "@/lib/web/route";
import { unsubscribesDoor, unsubscribesPageDoor } from "./door";

export const GET = asRoute(unsubscribesPageDoor);
export const POST = asRoute(unsubscribesDoor);
