const SHARED_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The content security policy of a page: our own static scripts only, in a worker too, or for the workspace its inline scripts by hash. */
export function pagePolicy(inlineHashes: string[] | null): string {
  if (!inlineHashes) return `${SHARED_POLICY}; worker-src 'self'; script-src 'self'`;
  return `${SHARED_POLICY}; script-src ${["'self'", ...inlineHashes].join(" ")}`;
}

/** Headers of every answer. `secure`: the public reaches us by https. */
export function securityHeaders(secure: boolean): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    ...(secure ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}

/** Headers of every page. */
export const PAGE_HEADERS = {
  "permissions-policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
  "cross-origin-opener-policy": "same-origin",
};
