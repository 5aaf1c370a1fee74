import { asRoute } from "@/lib/web/route";
import { withdrawalsDoor } from "./door";

export const POST = asRoute(withdrawalsDoor);
