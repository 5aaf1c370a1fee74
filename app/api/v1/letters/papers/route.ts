import { asRoute } from "@/lib/web/route";
import { letterPapersDoor } from "./door";

export const POST = asRoute(letterPapersDoor);
