import { asRoute } from "@/lib/web/route";
import { downloadsDoor } from "./door";

export const POST = asRoute(downloadsDoor);
