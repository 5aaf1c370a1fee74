import { z } from "zod";
import type {
  ZodOpenApiOperationObject,
  ZodOpenApiPathItemObject,
  ZodOpenApiResponseObject,
} from "zod-openapi";
import { CITATION_FILES } from "../citation-answers";

const problemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "The reason, for programs" }),
    detail: z.string().optional(),
    errors: z.record(z.string(), z.string()).optional().meta({ description: "Field or parameter → code" }),
    requestId: z.string().optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

const REASONS: Record<number, string> = {
  400: "Malformed",
  401: "Not signed with the secret, or not within five minutes",
  404: "Unknown",
  409: "Closed, or no place left",
  410: "Expired, withdrawn or erased",
  413: "Over 64 KiB",
  415: "Neither a form nor JSON",
  422: "Fields are wrong",
  429: "Too many from one network; see Retry-After",
  503: "Not ready, or too many ask; see Retry-After",
};

const json = (schema: z.ZodType, type = "application/json") => ({ content: { [type]: { schema } } });
const refusal = (status: number): ZodOpenApiResponseObject => ({
  description: REASONS[status] ?? "Refused",
  ...json(problemDocument, "application/problem+json"),
});
const refusals = (statuses: number[]) =>
  Object.fromEntries(statuses.map((status) => [String(status), refusal(status)]));

/** A path with one operation. */
export function path(
  operation: { method: "get" | "post" } & ZodOpenApiOperationObject,
): ZodOpenApiPathItemObject {
  const { method, ...rest } = operation;
  return { [method]: rest };
}

/** A reading that everyone may do, from any origin. */
export function reading(
  operationId: string,
  summary: string,
  schema: z.ZodType,
  requestParams: { path?: z.ZodObject; query?: z.ZodObject },
) {
  const known = [...(requestParams.query ? [400] : []), ...(requestParams.path ? [404] : [])];
  return {
    method: "get" as const,
    operationId,
    summary,
    tags: ["Reading"],
    requestParams,
    responses: {
      "200": {
        description: "As asked",
        headers: z.object({ ETag: z.string(), "Access-Control-Allow-Origin": z.literal("*") }),
        ...json(schema),
      },
      "304": { description: "The client has it already (If-None-Match)" },
      ...refusals(known),
    },
  };
}

/** The same as a table for spreadsheets (RFC 4180). */
export function table(
  operationId: string,
  summary: string,
  requestParams: { path?: z.ZodObject; query?: z.ZodObject },
) {
  const described = reading(operationId, summary, z.string(), requestParams);
  const answer = { ...described.responses["200"], ...json(z.string(), "text/csv") };
  return { ...described, responses: { ...described.responses, "200": answer } };
}

/** A citation as a file, in the format that its path names. */
export function citation(operationId: string, summary: string, requestParams: { path: z.ZodObject }) {
  const described = reading(operationId, summary, z.string(), requestParams);
  const types = Object.values(CITATION_FILES).map(({ type }) => type);
  const schemaOf = (type: string) =>
    type.endsWith("json") ? z.array(z.looseObject({ id: z.string() })) : z.string();
  const content = Object.assign({}, ...types.map((type) => json(schemaOf(type), type).content));
  const answer = { ...described.responses["200"], content };
  return { ...described, responses: { ...described.responses, "200": answer, ...refusals([503]) } };
}

/** A door that changes something, for forms and for programs alike. */
export function acting(
  operationId: string,
  summary: string,
  fields: z.ZodObject,
  {
    path,
    success,
    refusals: known,
    tag = "Signing",
  }: { path?: z.ZodObject; success: [number, z.ZodType]; refusals: number[]; tag?: string },
) {
  const content = { ...json(fields).content, ...json(fields, "application/x-www-form-urlencoded").content };
  return {
    method: "post" as const,
    operationId,
    summary,
    tags: [tag],
    requestParams: path ? { path } : {},
    requestBody: { required: true, content },
    responses: {
      [String(success[0])]: { description: "For JSON clients", ...json(success[1]) },
      "303": { description: "For form clients: the page that follows" },
      ...refusals(known),
    },
  };
}

/** A reading that no cache keeps, for what each answer gives once. */
export function asking(
  operationId: string,
  summary: string,
  schema: z.ZodType,
  { path, refusals: known }: { path: z.ZodObject; refusals: number[] },
) {
  return {
    method: "get" as const,
    operationId,
    summary,
    tags: ["Signing"],
    requestParams: { path },
    responses: { "200": { description: "As asked", ...json(schema) }, ...refusals(known) },
  };
}

/** A door for signed messages of a provider. */
export function receiving(operationId: string, summary: string, success: z.ZodType, known: number[]) {
  const header = z.object({
    "svix-id": z.string().meta({ description: "Of the message" }),
    "svix-timestamp": z.string().meta({ description: "Of this delivery: seconds since 1970" }),
    "svix-signature": z.string().meta({ description: "Over both and the body as it is" }),
  });
  const message = z.object({ type: z.string(), created_at: z.string(), data: z.object({}) });
  return {
    method: "post" as const,
    operationId,
    summary,
    tags: ["Running"],
    requestParams: { header },
    requestBody: { required: true, ...json(message) },
    responses: { "200": { description: "Heard", ...json(success) }, ...refusals(known) },
  };
}

/** A probe for whoever runs the software. */
export function probe(operationId: string, summary: string, schema: z.ZodType, others: number[]) {
  const unready = others.map((status) => [
    String(status),
    { description: REASONS[status] ?? "", ...json(schema) },
  ]);
  return {
    method: "get" as const,
    operationId,
    summary,
    tags: ["Running"],
    responses: { "200": { description: "Yes", ...json(schema) }, ...Object.fromEntries(unready) },
  };
}
