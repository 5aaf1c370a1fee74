import { readingRoute } from "@/app/api/reading-route";
import { claimsDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(claimsDoor);
