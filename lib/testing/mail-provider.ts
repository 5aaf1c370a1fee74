import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type Answer, refusal } from "./mail-provider/answers";
import { type Asked, type Fault, Faults } from "./mail-provider/faults";
import { Incoming, type ReceivedMail, type SentIn } from "./mail-provider/incoming";
import { asDomain, type Domain, recipients, type SentMail } from "./mail-provider/mails";
import { RateWindow } from "./mail-provider/rate-window";
import { type AcceptedMail, type LastEvent, lookUp, type Webhook } from "./mail-provider/read-only";
import { RepeatedKeys } from "./mail-provider/repeated-keys";
import { type Taken, takeBatch, takeOne } from "./mail-provider/take-mails";

/** What this server takes unless told otherwise: a key for everything, and one that may only send. */
export const PROVIDER_KEY = "re_test_full_access";
export const SENDING_KEY = "re_test_only_sends";
/** A sender at the domain that is verified unless told otherwise. */
export const SENDER = "Vigil <vigil@example.org>";

export type MailProviderOptions = {
  /** By default a free one. */
  port?: number;
  /** Requests in any second; default 1,000. */
  limit?: number;
  /** API keys and what each may do. */
  keys?: Record<string, "full" | "sending">;
  domains?: (Partial<Domain> & { name: string })[];
  /** Where the account's events go. */
  webhooks?: Webhook[];
  /** The refusal's words for a mail that is to be refused; in a permissive batch it alone. */
  refuses?: (mail: SentMail) => string | undefined;
  /** What goes wrong with each request. */
  faults?: (asked: Asked) => Fault | undefined;
  /** How long idempotency keys are remembered, in milliseconds; default a day. */
  rememberFor?: number;
};

export type SeenRequest = {
  /** When it arrived; milliseconds since 1970. */
  at: number;
  method: string;
  path: string;
  key: string | null;
  /** Mails it brought. */
  size: number;
  /** What it was answered; null where there was no answer. */
  status: number | null;
};

export type MailProvider = {
  /** For RESEND_BASE_URL. */
  url: string;
  /** Every mail that was taken, also where the answer was an error. */
  accepted: AcceptedMail[];
  /** Every request that arrived whole, in that order. */
  requests: SeenRequest[];
  /** May be changed while it runs. */
  domains: Domain[];
  /** Whom more than one mail was taken for; or what else `identify` says of a mail. */
  doubles(identify?: (mail: SentMail) => string): string[];
  /** Has the next requests (as many as `times`, default 1) go wrong, before what the option `faults` decides. */
  fail(fault: Fault, times?: number): void;
  /** Sets what GET /emails/{id} says of a mail. */
  happened(id: string, event: LastEvent): void;
  /** Somebody's mail comes in; nothing is told of it (incomingEvent is what a webhook would hear). */
  receive(mail: SentIn, at?: Date): ReceivedMail;
  /** A mail that came in is there no more. */
  forgetIncoming(id: string): void;
  stop(): Promise<void>;
};

/**
 * Starts a server that speaks the mail provider's protocol, strictly: keys, limit a second, batches of a hundred,
 * idempotency keys, domains. On its own it takes each valid mail and records it; `faults` and `fail` have requests go
 * wrong. Nothing of it is simulated in the client: point RESEND_BASE_URL at `url`.
 */
export async function startMailProvider(options: MailProviderOptions = {}): Promise<MailProvider> {
  const desk = new Desk(options);
  const server = createServer((request, response) => {
    // Whoever hangs up before the answer is a worker that was killed; what it sent counts all the same.
    response.on("error", () => response.destroy());
    desk.serve(request, response).catch(() => response.destroy());
  });
  // A connection that is let go of while the client uses it again would be a fault that no test asked for.
  server.keepAliveTimeout = 60_000;
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    accepted: desk.accepted,
    requests: desk.requests,
    domains: desk.domains,
    doubles: (identify = (mail) => recipients(mail).join(", ")) => desk.doubles(identify),
    fail: (fault, times) => desk.faults.add(fault, times),
    happened: (id, event) => desk.happened(id, event),
    receive: (mail, at) => desk.incoming.add(mail, url, at),
    forgetIncoming: (id) => desk.incoming.forget(id),
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

class Desk {
  readonly accepted: AcceptedMail[] = [];
  readonly requests: SeenRequest[] = [];
  readonly domains: Domain[];
  readonly webhooks: Webhook[];
  readonly faults: Faults;
  readonly incoming = new Incoming();
  readonly #access: Record<string, "full" | "sending">;
  readonly #rate: RateWindow;
  readonly #repeated: RepeatedKeys;
  readonly #refuses: (mail: SentMail) => string | undefined;
  #number = 0;

  constructor(options: MailProviderOptions) {
    this.domains = (options.domains ?? [{ name: "example.org" }]).map(asDomain);
    this.webhooks = options.webhooks ?? [];
    this.faults = new Faults(options.faults);
    this.#access = options.keys ?? { [PROVIDER_KEY]: "full", [SENDING_KEY]: "sending" };
    this.#rate = new RateWindow(options.limit ?? 1_000);
    this.#repeated = new RepeatedKeys(options.rememberFor ?? 24 * 60 * 60 * 1_000);
    this.#refuses = options.refuses ?? (() => undefined);
  }

  doubles(identify: (mail: SentMail) => string): string[] {
    const seen = new Set<string>();
    const names = this.accepted.map(({ mail }) => identify(mail));
    return [...new Set(names.filter((name) => seen.size === seen.add(name).size))];
  }

  happened(id: string, event: LastEvent): void {
    const mail = this.accepted.find((known) => known.id === id);
    if (!mail) throw new Error(`no mail ${id} was taken`);
    mail.lastEvent = event;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const path = new URL(request.url ?? "/", "http://provider").pathname;
    const method = request.method ?? "GET";
    // The provider's store asks for no key: its links are secret.
    if (path.startsWith("/files/")) return writeFile(response, this.incoming.file(path));
    const denied = this.#denial(request, method, path);
    // The limit counts arrivals, not when a slow body was read.
    const rate = denied ? { admitted: true, headers: {} } : this.#rate.admit();
    const number = ++this.#number;
    const key = (request.headers["idempotency-key"] as string | undefined) ?? null;
    const text = await textOf(request);
    const body = parsed(text);
    const size = Array.isArray(body) ? body.length : method === "POST" ? 1 : 0;
    const seen: SeenRequest = { at, method, path, key, size, status: null };
    this.requests.push(seen);
    const answer = await (denied ??
      (rate.admitted
        ? this.#answer(request, { number, method, path, key, size, body }, text)
        : refusal("rate_limit_exceeded")));
    if (answer === "hang") return;
    if (answer === "destroy") return void request.socket.destroy();
    seen.status = answer.status;
    write(response, { ...answer, headers: { ...rate.headers, ...answer.headers } });
  }

  #denial(request: IncomingMessage, method: string, path: string): Answer | null {
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (key === undefined) return refusal("missing_api_key");
    const access = this.#access[key];
    if (access === undefined) return refusal("invalid_api_key");
    if (access === "sending" && method !== "POST") return refusal("restricted_api_key");
    if (/^\/emails(\/batch)?$/.test(path)) return method === "POST" ? null : refusal("method_not_allowed");
    if (
      /^\/(domains(\/[^/]+)?|webhooks|emails\/[^/]+|emails\/receiving\/[^/]+(\/attachments\/[^/]+)?)$/.test(
        path,
      )
    )
      return method === "GET" ? null : refusal("method_not_allowed");
    return refusal("not_found");
  }

  /** What is answered, and in between everything that goes wrong. */
  async #answer(request: IncomingMessage, asked: Asked, text: string): Promise<Answer | "hang" | "destroy"> {
    const fault = this.faults.for(asked);
    const { key, path, body } = asked;
    if (asked.method === "GET") {
      await pause(fault.delay ?? 0);
      if (fault.answer) return fault.answer;
      if (path.startsWith("/emails/receiving/")) return this.incoming.lookUp(path);
      return lookUp(path, { domains: this.domains, webhooks: this.webhooks, accepted: this.accepted });
    }
    const repeated = key === null ? null : this.#repeated.begin(key, path, text);
    let proper = repeated;
    if (repeated === null && (fault.takes ?? fault.answer === undefined)) {
      const rules = { domains: this.domains, refuses: this.#refuses };
      const permissive = request.headers["x-batch-validation"] === "permissive";
      const { answer, taken } =
        path === "/emails/batch" ? takeBatch(body, permissive, rules) : takeOne(body, rules);
      this.#keep(taken, key);
      proper = answer;
    }
    if (fault.delay) await pause(fault.delay);
    if (repeated === null && key !== null)
      this.#repeated.end(key, proper !== null && proper.status < 300 ? proper : null);
    return fault.answer ?? proper ?? refusal("internal_server_error");
  }

  #keep(taken: Taken, key: string | null): void {
    const at = Date.now();
    for (const { id, mail } of taken) this.accepted.push({ id, key, at, mail, lastEvent: "sent" });
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function writeFile(response: ServerResponse, file: Buffer | undefined): void {
  response.writeHead(file ? 200 : 403, { "content-type": "application/octet-stream" });
  response.end(file);
}

function write(response: ServerResponse, { status, body, text, headers }: Answer): void {
  response.writeHead(status, {
    "content-type": text === undefined ? "application/json" : "text/html",
    ...headers,
  });
  response.end(
    text ?? JSON.stringify(body ?? { statusCode: status, name: "application_error", message: "" }),
  );
}
