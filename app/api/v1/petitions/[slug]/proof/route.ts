import { asRoute } from "@/lib/web/route";
import { proofDoor } from "./door";

export const GET = asRoute(proofDoor);
