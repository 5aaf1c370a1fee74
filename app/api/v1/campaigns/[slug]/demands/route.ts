import { readingRoute } from "@/app/api/reading-route";
import { demandsDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(demandsDoor);
