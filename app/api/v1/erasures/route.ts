import { asRoute } from "@/lib/web/route";
import { erasuresDoor } from "./door";

export const POST = asRoute(erasuresDoor);
