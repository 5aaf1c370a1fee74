import { readingRoute } from "@/app/api/reading-route";
import { historyDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(historyDoor);
