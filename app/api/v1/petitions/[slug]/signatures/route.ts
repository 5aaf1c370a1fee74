import { asRoute } from "@/lib/web/route";
import { signaturesDoor } from "./door";

export const POST = asRoute(signaturesDoor);
