import { readingRoute } from "@/app/api/reading-route";
import { claimCardDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(claimCardDoor);
