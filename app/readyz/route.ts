import { asRoute } from "@/lib/web/route";
import { readinessDoor } from "./door";

export const GET = asRoute(readinessDoor);
