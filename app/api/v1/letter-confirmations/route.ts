import { asRoute } from "@/lib/web/route";
import { letterConfirmationsDoor } from "./door";

export const POST = asRoute(letterConfirmationsDoor);
