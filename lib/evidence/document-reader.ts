import { Worker } from "node:worker_threads";
import { MOST_PAGES, MOST_TEXT, READING_MEMORY } from "./document-limits";
import type { ReadDocument } from "./types";

/**
 * The process that reads one file, apart from everything else: a document comes from anywhere, and may be made to harm
 * whoever reads it. Takes the file on its input; writes a `ReadDocument` as JSON and ends. It has no setting and no secret.
 */
const GUARD = `
  const { workerData: limit } = require("node:worker_threads");
  setInterval(() => process.memoryUsage.rss() > limit && process.kill(process.pid, "SIGKILL"), 20);
`;

/** Thrown where a file cannot be read, with the reason. */
class Unreadable extends Error {
  constructor(readonly reason: Extract<ReadDocument, { ok: false }>["reason"]) {
    super(reason);
  }
}

new Worker(GUARD, { eval: true, execArgv: [], workerData: READING_MEMORY * 1024 * 1024 }).unref();
const answer = await read(await wholeInput());
process.stdout.write(JSON.stringify(answer), () => process.exit(0));

async function wholeInput(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}

async function read(bytes: Uint8Array): Promise<ReadDocument> {
  try {
    const isPdf = Buffer.from(bytes.subarray(0, 1_024)).includes("%PDF-");
    return isPdf
      ? { ok: true, kind: "pdf", pages: await readPdf(bytes) }
      : { ok: true, kind: "text", pages: [readText(bytes)] };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, reason: error.reason };
    throw error;
  }
}

function readText(bytes: Uint8Array): string {
  const text = decode(bytes);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what has them is no text
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) throw new Unreadable("not-text");
  if (text.trim() === "") throw new Unreadable("empty");
  if (text.length > MOST_TEXT) throw new Unreadable("too-much-text");
  return text;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable("not-text");
  }
}

async function readPdf(bytes: Uint8Array): Promise<string[]> {
  const { getDocument } = await import("unpdf/pdfjs");
  const needed: string[] = [];
  /** Some old fonts name a table of characters that is kept elsewhere; without it their text would be lost unseen. */
  class NothingElsewhere {
    async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
      if (kind === "cMapUrl") needed.push(filename);
      throw new Error(`${filename} is not here`);
    }
  }
  const loading = getDocument({
    ...{ data: bytes, isEvalSupported: false, useSystemFonts: false, disableFontFace: true, verbosity: 0 },
    ...{ stopAtErrors: true, useWorkerFetch: false, useWasm: false, BinaryDataFactory: NothingElsewhere },
  });
  try {
    const document = await loading.promise;
    if (document.numPages > MOST_PAGES) throw new Unreadable("too-many-pages");
    const pages: string[] = [];
    let length = 0;
    for (let number = 1; number <= document.numPages; number += 1) {
      const text = await pageText(await document.getPage(number));
      length += text.length;
      if (length > MOST_TEXT) throw new Unreadable("too-much-text");
      pages.push(text);
    }
    if (needed.length > 0) throw new Unreadable("needs-character-map");
    return pages;
  } catch (error) {
    throw whyNot(error);
  }
}

type Page = { getTextContent(): Promise<{ items: object[] }> };

async function pageText(page: Page): Promise<string> {
  const { items } = await page.getTextContent();
  const pieces = items as { str?: string; hasEOL?: boolean }[];
  return pieces.map(({ str = "", hasEOL }) => (hasEOL ? `${str}\n` : str)).join("");
}

/** PDF.js tells by name what is wrong with a file. */
function whyNot(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Unreadable) return error;
  if (error.name === "PasswordException") return new Unreadable("encrypted");
  return new Unreadable("broken");
}
