import { readingRoute } from "@/app/api/reading-route";
import { signersDoor } from "./door";

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = readingRoute(signersDoor);
