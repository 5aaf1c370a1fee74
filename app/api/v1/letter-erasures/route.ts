import { asRoute } from "@/lib/web/route";
import { letterErasuresDoor } from "./door";

export const POST = asRoute(letterErasuresDoor);
