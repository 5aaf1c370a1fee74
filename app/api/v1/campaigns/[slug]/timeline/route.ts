import { readingRoute } from "@/app/api/reading-route";
import { timelineDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(timelineDoor);
