import { readingRoute } from "@/app/api/reading-route";
import { claimCitationDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(claimCitationDoor);
