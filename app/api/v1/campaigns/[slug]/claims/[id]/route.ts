import { readingRoute } from "@/app/api/reading-route";
import { claimDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(claimDoor);
