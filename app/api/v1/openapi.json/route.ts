import { readingRoute } from "@/app/api/reading-route";
import { openApiDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(openApiDoor);
