import { readingRoute } from "@/app/api/reading-route";
import { petitionDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(petitionDoor);
