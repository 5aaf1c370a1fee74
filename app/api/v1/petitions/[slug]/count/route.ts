import { asRoute } from "@/lib/web/route";
import { countDoor } from "./door";

export const GET = asRoute(countDoor);
