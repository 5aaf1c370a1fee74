import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { OperatorError } from "@/lib/config/operator-error";

/**
 * Lets one start at a time use a folder. The lock is a listening socket named by the folder's path: the system takes
 * it away when the process ends, however it ends, so it cannot go stale. It holds against every user of this machine.
 * Takes an existing folder and what to call it. Returns a function that lets go. Refuses with one line while another
 * process holds it.
 */
export async function holdLock(folder: string, what: string): Promise<() => void> {
  const address = lockAddress(folder);
  const server = (await listen(address)) ?? (await listenAfterLeftover(address));
  if (!server)
    throw new OperatorError(
      `Vigil is running already with ${what}; stop it first (Ctrl-C where it was started).`,
    );
  server.unref();
  return () => server.close();
}

/** Linux has socket names without a file; elsewhere it is a file, in the one folder that all users share. */
function lockAddress(folder: string): string {
  const name = `vigil-${createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 16)}`;
  return process.platform === "linux" ? `\0${name}` : `/tmp/${name}.sock`;
}

function listen(address: string): Promise<Server | null> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? done(null) : fail(error),
    );
    const isFile = !address.startsWith("\0");
    server.listen({ path: address, readableAll: isFile, writableAll: isFile }, () => done(server));
  });
}

/** A socket file stays behind after a hard kill; nobody answers there, so it may go. */
async function listenAfterLeftover(address: string): Promise<Server | null> {
  if (address.startsWith("\0") || (await answers(address))) return null;
  try {
    rmSync(address, { force: true });
  } catch (cause) {
    throw new OperatorError(`Another user's start left ${address} behind; remove it, then start again.`, {
      cause,
    });
  }
  return listen(address);
}

function answers(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address);
    socket.once("connect", () => done(true)).once("error", () => done(false));
    socket.once("connect", () => socket.destroy());
  });
}
