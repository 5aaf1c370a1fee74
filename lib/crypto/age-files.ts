import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline, Readable } from "node:stream";
import { pipeline as flow } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { createGunzip, createGzip } from "node:zlib";
import { Decrypter, Encrypter } from "age-encryption";
import { OperatorError } from "@/lib/config/operator-error";

/** Who can read a file: whoever knows the passphrase, or holds the identity of an age recipient (age1…). */
export type Lock = { passphrase: string } | { recipient: string };
/** What opens it: the passphrase, or an age identity (AGE-SECRET-KEY-1…). */
export type Opener = { passphrase: string } | { identity: string };

/**
 * Writes text to a file, compressed and encrypted in the age format (https://age-encryption.org/v1), chunk by chunk,
 * under a temporary name that becomes the real one when the disk has all of it. Refuses a place that cannot be written.
 */
export async function writeEncrypted(path: string, lock: Lock, text: AsyncIterable<string>): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  const gzip = createGzip();
  // Its error reaches the other end through the streams.
  pipeline(Readable.from(text), gzip, () => undefined);
  try {
    const encrypted = await encrypter(lock).encrypt(asWeb(gzip));
    await flow(asNode(encrypted), createWriteStream(partial, { mode: 0o600, flags: "wx", flush: true }));
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    gzip.destroy();
    await rm(partial, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOSPC") throw new OperatorError(`The disk is full; ${path} was not written.`, { cause });
    if (["ENOENT", "EACCES", "EROFS", "ENOTDIR", "EPERM"].includes(String(code)))
      throw new OperatorError(`${path} cannot be written (${code}); nothing was.`, { cause });
    throw cause;
  }
}

/**
 * Reads such a file line by line. Refuses, in one line, what cannot be read: a wrong passphrase or identity before
 * anything is returned, a cut or changed file where that shows, which is at its end at the latest.
 */
export async function* readEncrypted(path: string, opener: Opener): AsyncGenerator<string> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  try {
    const decrypted = await decrypt(path, opener, asWeb(file));
    pipeline(asNode(decrypted), gunzip, () => undefined);
    let rest = "";
    gunzip.setEncoding("utf8");
    for await (const chunk of gunzip as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (rest !== "") throw new OperatorError(`${path} ends in the middle of a line; take another backup.`);
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (["ENOENT", "EACCES", "EISDIR"].includes(String(code)))
      throw new OperatorError(`${path} cannot be read (${code}).`, { cause });
    throw new OperatorError(`${path} was cut short or changed since it was written; take another backup.`, {
      cause,
    });
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}

async function decrypt(path: string, opener: Opener, file: ReadableStream<Uint8Array>) {
  const decrypter = new Decrypter();
  if ("passphrase" in opener) decrypter.addPassphrase(opener.passphrase);
  else decrypter.addIdentity(opener.identity);
  try {
    return await decrypter.decrypt(file);
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : "";
    if (/no identity matched/i.test(text))
      throw new OperatorError(
        "passphrase" in opener
          ? `${path} does not open with this passphrase.`
          : `${path} does not open with this identity.`,
        { cause },
      );
    throw cause;
  }
}

function encrypter(lock: Lock): Encrypter {
  const made = new Encrypter();
  if ("passphrase" in lock) made.setPassphrase(lock.passphrase);
  else made.addRecipient(lock.recipient);
  return made;
}

function asWeb(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
}

function asNode(stream: ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(stream as unknown as WebStream<Uint8Array>);
}

/** The new name is only there for good when its folder is synced too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
