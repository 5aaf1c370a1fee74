import { randomUUID } from "node:crypto";
import { failure, problem } from "./answers";
import { BODY_LIMIT, type Door, type DoorAnswer, type DoorRequest } from "./door";
import { PEER_HEADER, REQUEST_ID_HEADER, unpackInternal } from "./internal";

type RouteContext = { params: Promise<Record<string, string>> };

/**
 * Makes a Next route handler of a door, for cold doors and for deployments without the host. The host hands the
 * peer's address over in a signed header; without the host nobody can know it, and limits count all such
 * requests as one network, and a form is answered with a problem document instead of the page that says so.
 */
export function asRoute(door: Door): (request: Request, context: RouteContext) => Promise<Response> {
  return async (request, context) => {
    const body = new Uint8Array(await request.arrayBuffer());
    if (body.byteLength > BODY_LIMIT) return answerRoute(problem(413, { code: "too-large" }), request);
    const asked = doorRequest(request, await context.params, body);
    try {
      return await answerRoute(await door(asked), request);
    } catch (error) {
      return answerRoute(failure(error, asked.requestId), request);
    }
  };
}

function doorRequest(request: Request, params: Record<string, string>, body: Uint8Array): DoorRequest {
  const handed = unpackInternal<{ peer: string; direct: boolean }>(request.headers.get(PEER_HEADER));
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    query: () => new URL(request.url).searchParams,
    params,
    header: (name) => request.headers.get(name) ?? undefined,
    body,
    peer: handed?.peer ?? null,
    direct: handed?.direct ?? false,
    requestId: request.headers.get(REQUEST_ID_HEADER) ?? randomUUID(),
    now: new Date(),
  };
}

async function answerRoute(answer: DoorAnswer, request: Request): Promise<Response> {
  if (!("page" in answer)) {
    const bare = answer.status === 304 || answer.status === 204;
    return new Response(bare ? null : (answer.body as BodyInit), {
      status: answer.status,
      headers: answer.headers,
    });
  }
  const { status, form } = answer;
  const { code = "invalid" } = form.values;
  return answerRoute(problem(status, { code, errors: form.errors, headers: answer.headers }), request);
}
