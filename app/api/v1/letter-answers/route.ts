import { asRoute } from "@/lib/web/route";
import { letterAnswersDoor } from "./door";

export const POST = asRoute(letterAnswersDoor);
