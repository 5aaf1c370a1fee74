/** What the provider says to a request: JSON, or text that is none. */
export type Answer = {
  status: number;
  body?: unknown;
  /** Sent as it is, instead of a JSON body. */
  text?: string;
  headers?: Record<string, string>;
};

/** Names, numbers and words of the errors of https://resend.com/docs/api-reference/errors that this server gives. */
export const ERRORS = {
  missing_api_key: [401, "Missing API key in the authorization header."],
  restricted_api_key: [401, "This API key is restricted to only send emails."],
  invalid_api_key: [403, "API key is invalid."],
  not_found: [404, "The requested endpoint does not exist."],
  method_not_allowed: [405, "Method is not allowed for the requested path."],
  invalid_idempotency_key: [400, "The key must be between 1-256 chars."],
  invalid_idempotent_request: [409, "Same idempotency key used with a different request payload."],
  concurrent_idempotent_requests: [
    409,
    "Same idempotency key used while original request is still in progress.",
  ],
  missing_required_field: [422, "The request body is missing one or more required fields."],
  validation_error: [422, "We found an error with one or more fields in the request."],
  rate_limit_exceeded: [
    429,
    "Too many requests. Please limit the number of requests per second. Or contact support to increase rate limit.",
  ],
  daily_quota_exceeded: [429, "You have reached your daily email sending quota."],
  internal_server_error: [500, "An unexpected error occurred."],
} as const satisfies Record<string, readonly [number, string]>;

/** An error as the provider words it. Takes its name, and what differs from the usual words, status and headers. */
export function refusal(
  name: keyof typeof ERRORS,
  { status, message, headers }: { status?: number; message?: string; headers?: Record<string, string> } = {},
): Answer {
  const [usual, words] = ERRORS[name];
  const statusCode = status ?? usual;
  return { status: statusCode, body: { statusCode, name, message: message ?? words }, headers };
}
