import { asRoute } from "@/lib/web/route";
import { signInLinksDoor } from "./door";

export const POST = asRoute(signInLinksDoor);
