import { SECOND } from "@/lib/time/durations";

/** How long a process that serves waits for a connection: whoever asks is better told soon to come again. */
export const SERVE_WITHIN = 10 * SECOND;

/** How long commands, starts and tests wait for one: on a machine that is busy even a database beside them can take a while. */
export const CONNECT_WITHIN = 30 * SECOND;
