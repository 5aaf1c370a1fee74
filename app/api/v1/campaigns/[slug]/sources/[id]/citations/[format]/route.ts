import { readingRoute } from "@/app/api/reading-route";
import { sourceCitationDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(sourceCitationDoor);
