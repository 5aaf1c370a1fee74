import { settings } from "@/lib/config/runtime";
import { reading } from "@/lib/web/answers";
import type { Door } from "@/lib/web/door";
import { openApiDocument } from "./document";

const DOCUMENT_AGE = 300;

/** GET /api/v1/openapi.json */
export const openApiDoor: Door = async (request) =>
  reading(request, openApiDocument(settings().APP_URL), DOCUMENT_AGE);
