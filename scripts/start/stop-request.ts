/** Thrown where work is given up because the operator asked to stop. */
export class Stopped extends Error {
  override name = "Stopped";
}

/** The operator's wish to stop (Ctrl-C, SIGTERM, a closed terminal); however often it comes, it is one wish. */
export type StopRequest = {
  signal: AbortSignal;
  /** Throws `Stopped` once the wish is there: called between the steps of a start. */
  check(): void;
  /** Resolves with the wish. */
  wished: Promise<void>;
  /** As if the operator had asked, after a failure that ends everything. */
  request(): void;
};

export function listenForStop(): StopRequest {
  const controller = new AbortController();
  const request = () => controller.abort();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, request);
  const { signal } = controller;
  return {
    signal,
    check() {
      if (signal.aborted) throw new Stopped();
    },
    wished: new Promise((done) => signal.addEventListener("abort", () => done())),
    request,
  };
}
