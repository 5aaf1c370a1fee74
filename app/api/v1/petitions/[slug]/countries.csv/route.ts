import { readingRoute } from "@/app/api/reading-route";
import { countryTableDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(countryTableDoor);
