import type { Order, Reply } from "./jobs";
import { runJob } from "./run-job";

/** The load process: takes orders from the bench, one reply each, and ends with it. */
process.on("message", ({ id, job }: Order) => {
  runJob(job).then(
    (result) => reply({ id, result }),
    (error: unknown) => reply({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => process.exit());

function reply(answer: Reply): void {
  process.send?.(answer);
}
