import { readingRoute } from "@/app/api/reading-route";
import { countriesDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(countriesDoor);
