import type { Instrumentation } from "next";

/** Next tells here what failed while a page was rendered: logged under the id that the reader is shown. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { describeError, log } = await import("@/lib/logging/log");
  const requestId = request.headers["x-vigil-request-id"];
  log().error({ requestId, route: context.routePath, error: describeError(error) }, "page failed");
};
