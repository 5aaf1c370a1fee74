import { asRoute } from "@/lib/web/route";
import { lettersDoor } from "./door";

export const POST = asRoute(lettersDoor);
