import { readingRoute } from "@/app/api/reading-route";
import { targetsDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(targetsDoor);
