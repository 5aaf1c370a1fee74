import { asRoute } from "@/lib/web/route";
import { letterTakenDoor } from "./door";

export const POST = asRoute(letterTakenDoor);
