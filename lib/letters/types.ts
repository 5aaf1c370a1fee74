import type { z } from "zod";
import type { office } from "./office-schema";

export type Office = z.infer<typeof office>;
export type OfficeKind = Office["kind"];
export type OfficeSending = Office["platform"];
