import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { SettingError } from "@/lib/config/settings";
import { SECOND } from "@/lib/time/durations";

/** A web process whose start was killed needs a moment to notice and let go of its port. */
const PATIENCE = 10 * SECOND;

/**
 * Makes sure that the web process will get its port, before anything else is begun. Asks for a taken port
 * again for `patience` milliseconds. Refuses a port that is
 * taken or not allowed, or a host that this machine does not have.
 */
export async function requirePort(
  port: number,
  host: string,
  stop: AbortSignal,
  patience = PATIENCE,
): Promise<void> {
  const until = Date.now() + patience;
  for (;;) {
    const code = await tryPort(port, host);
    if (!code || stop.aborted) return;
    if (code !== "EADDRINUSE" || Date.now() > until) throw refusal(code, port, host);
    await pause(200);
  }
}

function tryPort(port: number, host: string): Promise<string | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => done(error.code ?? "unknown"));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(undefined)));
  });
}

function refusal(code: string, port: number, host: string): SettingError {
  if (code === "EADDRINUSE")
    return new SettingError("PORT", `${port} is taken by another program; stop that, or set another PORT`);
  if (code === "EACCES")
    return new SettingError("PORT", `${port} is not allowed for this user; set one above 1023`);
  return new SettingError("HOST", `${host} is not an address of this machine (${code})`);
}
