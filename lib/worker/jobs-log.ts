import { Logger } from "graphile-worker";
import { log } from "@/lib/logging/log";

/** graphile-worker's news in our log: that a job failed and which, not its words, which quote the error's message. */
export const jobsLogger = new Logger((scope) => (level) => {
  const job = { task: scope.taskIdentifier, job: scope.jobId };
  if (level === "error") log().error(job, "scheduled job failed");
  else if (level === "warning") log().warn(job, "scheduled jobs report a difficulty");
});
