import { readingRoute } from "@/app/api/reading-route";
import { campaignDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(campaignDoor);
