import { readingRoute } from "@/app/api/reading-route";
import { campaignsDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(campaignsDoor);
