import type { Job } from "./jobs";

/** What a browser sends besides; the same to both sides of a comparison. */
const BROWSER = [
  "Host: localhost",
  "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "Accept-Language: en-US,en;q=0.5",
  "Accept-Encoding: gzip, deflate, br",
];

let people = 0;

/** One whole request, ready for the socket. Every "sign" is another person at another network, across all jobs. */
export function makeRequest({ kind, path }: Job["request"]): Buffer {
  if (kind === "get") return Buffer.from(`${[`GET ${path} HTTP/1.1`, ...BROWSER].join("\r\n")}\r\n\r\n`);
  people += 1;
  const body = new URLSearchParams({
    name: `Łucja Ødegård 김하늘 ${people}`,
    email: `signer-${people}@example.org`,
    country: "KR",
    display: "public",
    consent: "on",
    locale: "en",
    reason: "",
    website: "",
  }).toString();
  const head = [
    `POST ${path} HTTP/1.1`,
    ...BROWSER,
    `X-Forwarded-For: ${networkOf(people)}`,
    "Content-Type: application/x-www-form-urlencoded",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** 16 million networks: 10.0.0.0/8. */
function networkOf(person: number): string {
  return `10.${(person >> 16) & 255}.${(person >> 8) & 255}.${person & 255}`;
}
