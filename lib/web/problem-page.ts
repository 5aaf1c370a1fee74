import { DEFAULT_LOCALE, isLocale, LOCALES, type Locale } from "@/lib/i18n/locales";
import { problem } from "./answers";
import type { Client } from "./body";
import type { DoorAnswer, DoorRequest } from "./door";

/** What went wrong, for either kind of client. */
export type Refusal = {
  status: number;
  code: string;
  detail?: string;
  retryAfter?: number;
  petition?: string;
  locale?: Locale;
  /** What a form sent, where it can be sent again as it is: the page keeps it. */
  again?: Record<string, unknown>;
};

/** Answers a refusal: a problem document to machines, the page that says so in words to people; the same status to both. */
export function refuse(request: DoorRequest, client: Client, refusal: Refusal): DoorAnswer {
  const { status, code, detail, retryAfter, petition, again } = refusal;
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  if (client === "json") return problem(status, { code, detail, headers, requestId: request.requestId });
  const values = {
    status: String(status),
    code,
    requestId: request.requestId,
    retryAfter: retryAfter === undefined ? "" : String(retryAfter),
    petition: petition ?? "",
    path: request.path,
    ...(again ? { again: JSON.stringify({ action: request.path, fields: again }) } : {}),
  };
  return {
    status,
    page: `/${refusal.locale ?? localeOfPerson(request)}/problem`,
    form: { values, errors: {} },
    headers,
  };
}

/** The language to answer a person in: the path's, else that of the page the request came from, else Accept-Language (RFC 9110, 12.5.4), else English. */
export function localeOfPerson(request: DoorRequest): Locale {
  const fromPath = request.path.split("/")[1];
  if (isLocale(fromPath)) return fromPath;
  const referer = request.header("referer");
  const fromPage = referer && URL.canParse(referer) ? new URL(referer).pathname.split("/")[1] : undefined;
  if (isLocale(fromPage)) return fromPage;
  const wanted = (request.header("accept-language") ?? "").split(",").map((part) => {
    const [tag = "", q] = part.trim().split(";q=");
    return { tag: tag.toLowerCase(), weight: q === undefined ? 1 : Number(q) || 0 };
  });
  for (const { tag } of wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)) {
    const match = localeForTag(tag);
    if (match) return match;
  }
  return DEFAULT_LOCALE;
}

/** Chinese by script: Taiwan, Hong Kong and Macau read traditional characters where no script is named. */
function localeForTag(tag: string): Locale | undefined {
  if (tag.startsWith("zh")) return /hant|tw|hk|mo/.test(tag) ? "zh-Hant" : "zh-Hans";
  return LOCALES.find((locale) => locale === tag.split("-")[0]);
}
