import { asRoute } from "@/lib/web/route";
import { confirmationsDoor } from "./door";

export const POST = asRoute(confirmationsDoor);
