import { readingRoute } from "@/app/api/reading-route";
import { historyTableDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(historyTableDoor);
