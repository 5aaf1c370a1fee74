import { freshAddress } from "./signer";

const POISON = [
  "\u0000",
  "'; DROP TABLE signature; --",
  "' OR 1=1 --",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "\ud800",
  "‮",
  "{{7*7}}",
  "x".repeat(1_000_000),
  "../../etc/passwd",
  "\r\nBcc: a@example.org",
];
const WRONG_TYPES = [null, 7, -1.5, true, [], ["a"], {}, { a: { b: 1 } }, [[[[]]]]];
const FIELDS = [
  "name",
  "email",
  "country",
  "display",
  "consent",
  "forgetMe",
  "updates",
  "version",
  "locale",
  "src",
];
const GOOD = (): Record<string, unknown> => ({
  name: "Útočník",
  email: freshAddress("attack"),
  country: "KR",
  consent: "on",
  display: "public",
});

/** Bodies of the signing door that no form of ours sends. */
export function malformedBodies(): RequestInit[] {
  const json = { "content-type": "application/json" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const post = (headers: Record<string, string>, body: BodyInit): RequestInit => ({
    method: "POST",
    headers,
    body,
  });
  const all: RequestInit[] = [];
  for (const field of FIELDS) {
    for (const value of [...POISON, ...WRONG_TYPES]) {
      // Null means "left out" nowhere, and an empty choice is one only in forms.
      all.push(post(json, JSON.stringify({ ...GOOD(), [field]: value })));
      if (typeof value === "string") {
        all.push(
          post(
            form,
            new URLSearchParams({ ...(GOOD() as Record<string, string>), [field]: value }).toString(),
          ),
        );
        all.push(
          post(
            { ...form, accept: "text/html" },
            new URLSearchParams({ ...(GOOD() as Record<string, string>), [field]: value }).toString(),
          ),
        );
      }
    }
    all.push(post(json, `{"${field}":"a","${field}":"b",${JSON.stringify(GOOD()).slice(1)}`));
    all.push(post(form, `${new URLSearchParams(GOOD() as Record<string, string>)}&${field}=a&${field}=b`));
  }
  for (let depth = 1; depth < 300; depth += 1)
    all.push(post(json, `${'{"a":'.repeat(depth * 20)}1${"}".repeat(depth * 20)}`));
  for (let byte = 0x80; byte < 0x100; byte += 1) {
    all.push(
      post(
        form,
        Buffer.concat([
          Buffer.from("name="),
          Buffer.of(byte),
          Buffer.from("&email=a%40example.org&consent=on"),
        ]),
      ),
    );
    all.push(post(form, `name=%${byte.toString(16)}%00&email=a%40example.org&consent=on`));
  }
  for (const type of [
    "",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/json; charset=utf-7",
  ])
    all.push(post({ "content-type": type }, JSON.stringify(GOOD())));
  for (const body of [
    "",
    "null",
    "[]",
    "{",
    '"x"',
    "{}",
    "\u0000",
    "a".repeat(64 * 1024),
    `{"email":"${"a".repeat(70_000)}"}`,
  ])
    all.push(post(json, body), post(form, body));
  return all;
}

/** Paths that lead nowhere, and inner pages that are nobody's to ask for. */
export const ODD_PATHS = [
  "/%c0%ae%c0%ae/",
  "/en/%00",
  "/en/..%2f..%2fetc/passwd",
  "//en",
  "/en//petitions",
  "/en/petitions/%ff",
  "/en/petitions/<script>",
  `/en/${"a".repeat(5_000)}`,
  "/api/v1/petitions/%27%20OR%201=1/count",
  "/api/v1/petitions/no-such/count",
  "/api/v1/nothing",
  "/api/",
  "/api/v1/campaigns/x/claims?limit=-1",
  "/api/v1/campaigns/stop-forced-returns/claims?limit=1e9",
  "/en/petitions/stop-forced-returns/versions/0",
  "/en/petitions/stop-forced-returns/versions/9999999999999",
  "/en/petitions/stop-forced-returns/versions/abc",
  "/en/petitions/stop-forced-returns/form-errors",
  "/en/petitions/stop-forced-returns/signed-code",
  "/en/problem",
  "/en/outbox",
  "/xx/petitions/stop-forced-returns",
  "/_next/../server.ts",
  "/.env",
  "/server.ts",
  "/.git/config",
];
export const METHODS = ["PUT", "DELETE", "PATCH", "PROPFIND", "POST"];
