import { asRoute } from "@/lib/web/route";
import { manageLinksDoor } from "./door";

export const POST = asRoute(manageLinksDoor);
