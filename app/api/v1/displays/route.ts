import { asRoute } from "@/lib/web/route";
import { displaysDoor } from "./door";

export const POST = asRoute(displaysDoor);
