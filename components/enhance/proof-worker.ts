import { solve } from "./solve";

type Challenge = { challenge: string; salt: string; maxnumber: number };

/** A script of its own (public/proof-worker.js), so that the page stays quick meanwhile. */
self.addEventListener("message", ({ data }: MessageEvent<Challenge>) => {
  self.postMessage(solve(data.salt, data.challenge, data.maxnumber));
});
