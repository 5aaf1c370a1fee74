import { readingRoute } from "@/app/api/reading-route";
import { sourcesDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(sourcesDoor);
