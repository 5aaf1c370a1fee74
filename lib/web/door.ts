/** What a door is told of a request. The host and Next's route handlers both make one (lib/web/route.ts). */
export type DoorRequest = {
  method: string;
  path: string;
  /** The query's parameters. */
  query(): URLSearchParams;
  /** Path parameters, decoded. */
  params: Record<string, string>;
  header(name: string): string | undefined;
  /** The whole body, at most BODY_LIMIT bytes. */
  body: Uint8Array;
  /** The peer's IP address after TRUSTED_PROXIES; null where nobody can know it (Next without the host). */
  peer: string | null;
  /** The socket's own address is loopback and no forwarding header came along. */
  direct: boolean;
  requestId: string;
  now: Date;
};

/** An answer in full. */
export type FullAnswer = { status: number; headers: Record<string, string>; body: string | Uint8Array };

/** "Answer with this page of ours": the host renders `path` inside, with `form` handed to it, under `status`. */
export type PageAnswer = { status: number; page: string; form: FormState; headers?: Record<string, string> };

/** What a page needs to show a form again: what was typed, and per field the code of what is wrong with it. */
export type FormState = { values: Record<string, string>; errors: Record<string, string> };

export type DoorAnswer = FullAnswer | PageAnswer;

/** One function behind one method and path: parse, limit, call one command, answer. Imports nothing of Next. */
export type Door = (request: DoorRequest) => Promise<DoorAnswer>;

/** The largest body any door takes. */
export const BODY_LIMIT = 64 * 1024;
