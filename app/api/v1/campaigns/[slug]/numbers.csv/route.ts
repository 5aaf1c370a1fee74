import { readingRoute } from "@/app/api/reading-route";
import { numberTableDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(numberTableDoor);
