import { asRoute } from "@/lib/web/route";
import { letterProofDoor } from "./door";

export const GET = asRoute(letterProofDoor);
