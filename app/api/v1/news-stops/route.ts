import { asRoute } from "@/lib/web/route";
import { newsStopsDoor } from "./door";

export const POST = asRoute(newsStopsDoor);
