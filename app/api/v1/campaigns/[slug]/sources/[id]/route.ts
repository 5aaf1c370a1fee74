import { readingRoute } from "@/app/api/reading-route";
import { sourceDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(sourceDoor);
