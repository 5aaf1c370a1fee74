import { join } from "node:path";
import pino from "pino";
import { openLog } from "@/lib/logging/log";

/**
 * What the program logs in tests goes to a file per process in the folder of VIGIL_TEST_LOGS, all levels of it, where
 * `npm test` looks for what is private. Without that folder it goes nowhere.
 */
const folder = process.env.VIGIL_TEST_LOGS;
if (folder) {
  const destination = pino.destination({ dest: join(folder, `${process.pid}.log`), sync: true });
  (globalThis as { [key: symbol]: pino.Logger })[Symbol.for("vigil.log")] = openLog(destination, "trace");
}
