import { fork } from "node:child_process";
import { join } from "node:path";
import type { Job, LoadResult, Order, Reply } from "./jobs";

/** The client of every measurement, the same for both sides, in a process of its own. Jobs may run side by side. */
export type Load = { run(job: Job): Promise<LoadResult>; stop(): void };

export function startLoad(): Load {
  const child = fork(join(import.meta.dirname, "process.ts"), { execArgv: ["--import", "tsx"] });
  const waiting = new Map<number, (reply: Reply) => void>();
  let orders = 0;
  child.on("message", (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  child.on("exit", () => {
    for (const [id, answer] of waiting) answer({ id, error: "the load process ended" });
  });
  return {
    run: (job) =>
      new Promise((done, fail) => {
        const id = ++orders;
        waiting.set(id, (reply) => ("result" in reply ? done(reply.result) : fail(new Error(reply.error))));
        child.send({ id, job } satisfies Order);
      }),
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}
