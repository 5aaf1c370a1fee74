import { problem } from "./answers";
import type { DoorRequest, FullAnswer } from "./door";

/** How the client spoke, and so how it wants to be answered. */
export type Client = "json" | "form";
export type ReadBody =
  | { ok: true; client: Client; fields: Record<string, unknown> }
  | { ok: false; client: Client; status: 400 | 415; code: string };

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a door's body: `application/json` holding one object, or `application/x-www-form-urlencoded`. Strict, for
 * what is ambiguous is not a person's: refuses other types (415); bytes that are not UTF-8, broken escapes,
 * repeated keys and anything but a flat object (400).
 */
export function readBody(request: DoorRequest): ReadBody {
  const [type = "", ...parameters] = (request.header("content-type") ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const client =
    type === "application/json" || (type !== FORM && !accepts(request, "text/html")) ? "json" : "form";
  const charset =
    parameters
      .find((parameter) => parameter.startsWith("charset="))
      ?.slice(8)
      .replaceAll('"', "") ?? "utf-8";
  if ((type !== "application/json" && type !== FORM) || !["utf-8", "utf8"].includes(charset))
    return { ok: false, client, status: 415, code: "unsupported-type" };
  try {
    const text = utf8.decode(request.body);
    const fields = type === FORM ? readForm(text) : readFlatObject(text);
    return { ok: true, client: type === FORM && prefersJson(request) ? "json" : client, fields };
  } catch (error) {
    if (error instanceof TypeError || error instanceof URIError || error instanceof SyntaxError)
      return { ok: false, client, status: 400, code: "malformed" };
    throw error;
  }
}

const FORM = "application/x-www-form-urlencoded";

function accepts(request: DoorRequest, type: string): boolean {
  return (request.header("accept") ?? "").toLowerCase().includes(type);
}

/** A form client that asks for JSON and not for a page, such as a script that enhances the form. */
function prefersJson(request: DoorRequest): boolean {
  return accepts(request, "application/json") && !accepts(request, "text/html");
}

/** WHATWG URL standard, 5.1, but broken escapes and repeated names are refused instead of guessed. */
function readForm(text: string): Record<string, string> {
  const fields: Record<string, string> = Object.create(null);
  for (const pair of text.split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    const [name, value] = [at < 0 ? pair : pair.slice(0, at), at < 0 ? "" : pair.slice(at + 1)].map((part) =>
      decodeURIComponent(part.replaceAll("+", " ")),
    );
    if (name === undefined || name in fields) throw new SyntaxError("repeated name");
    fields[name] = value ?? "";
  }
  return { ...fields };
}

/**
 * JSON.parse keeps the last of repeated keys, and two readers of one text must not disagree. In valid JSON a string
 * followed by a colon is a key, so the keys can be counted.
 */
function readFlatObject(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new SyntaxError("not an object");
  const keys = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter((match) => match[1]).length;
  if (keys !== Object.keys(value).length) throw new SyntaxError("repeated key or nested object");
  return value as Record<string, unknown>;
}

/** The refusal of a body that `readBody` could not read, for JSON clients. */
export function bodyProblem(read: Extract<ReadBody, { ok: false }>, request: DoorRequest): FullAnswer {
  return problem(read.status, { code: read.code, requestId: request.requestId });
}
