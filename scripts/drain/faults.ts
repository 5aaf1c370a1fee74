import { refusal } from "@/lib/testing/mail-provider/answers";
import type { Asked, Fault } from "@/lib/testing/mail-provider/faults";
import { chance } from "./chance";

/** Milliseconds after which a provider at some distance answers. */
const NEAREST = 100;
const FARTHEST = 300;
const TEN = 10;

/** What goes wrong, in turn: before the mails were taken, after, and with a wish to wait. */
const FAILURES: Omit<Fault, "delay">[] = [
  { answer: refusal("internal_server_error") },
  { takes: true, answer: refusal("internal_server_error") },
  { takes: true, answer: "destroy" },
  { answer: { status: 503, text: "<html>Service Unavailable</html>" } },
  { takes: true, answer: { status: 502, text: "<html>Bad Gateway</html>" } },
  { answer: refusal("rate_limit_exceeded", { headers: { "retry-after": "1" } }) },
];

/** A provider whose answers take their time; with `failing` one of every ten requests fails, at a random place among the ten. */
export function answering(seed: number, failing: boolean): (asked: Asked) => Fault {
  const random = chance(seed);
  let [count, failures, unlucky] = [0, 0, 0];
  return ({ method }) => {
    const delay = NEAREST + random() * (FARTHEST - NEAREST);
    if (!failing || method === "GET") return { delay };
    if (count % TEN === 0) unlucky = count + Math.floor(random() * TEN);
    const fails = count++ === unlucky;
    return fails ? { delay, ...FAILURES[failures++ % FAILURES.length] } : { delay };
  };
}
