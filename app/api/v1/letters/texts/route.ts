import { asRoute } from "@/lib/web/route";
import { letterTextsDoor } from "./door";

export const POST = asRoute(letterTextsDoor);
