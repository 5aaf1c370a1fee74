import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

// What runs in the threads of `aside.ts`: one file's work, one call after the other. JavaScript, because Node 20
// reads TypeScript in a thread only once this has run.
register();
const work = import(pathToFileURL(workerData.file).href);

parentPort.on("message", async (input) => {
  try {
    parentPort.postMessage({ value: await (await work).default(input) });
  } catch (error) {
    parentPort.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
