import { readFileSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import { readSettings } from "@/lib/config/settings";
import type { KeyRing } from "@/lib/crypto/keys";
import { openPool } from "@/lib/db/pool";
import { openPrisma } from "@/lib/db/prisma";
import { checkSecret } from "@/lib/db/secret-check";
import { LARGEST_DOCUMENT } from "@/lib/evidence/document-limits";
import { findDocumentFile, findPassage, listDocuments } from "@/lib/evidence/document-queries";
import { placePassage } from "@/lib/evidence/place-passage";
import { removeDocument } from "@/lib/evidence/remove-document";
import { storeDocument } from "@/lib/evidence/store-document";
import { withInstallation } from "../keeping/open-database";
import { ROOT } from "../project";
import { knownSecrets, ringOf } from "../start/secrets";
import { say } from "../terminal";
import { type Asked, readArguments } from "./arguments";
import { drawPassage, WHY_NOT } from "./words";

type Context = { db: ReturnType<typeof openPrisma>; keys: KeyRing };

const ACTOR = "command:documents";

/** Does what the arguments ask. Whoever has the command line has the whole installation, as its operator. */
export async function runDocuments(args: string[]): Promise<void> {
  const asked = readArguments(args);
  const settings = readSettings(process.env);
  const keys = ringOf(knownSecrets(settings, ROOT));
  await withInstallation(settings, "beside", async (url) => {
    await refuseOtherSecret(url, keys);
    const db = openPrisma(url);
    try {
      await act({ db, keys }, asked);
    } finally {
      await db.$disconnect();
    }
  });
}

/** Sealed under another secret, a document could be read by nobody. */
async function refuseOtherSecret(url: string, keys: KeyRing): Promise<void> {
  const pool = openPool(url, 1);
  try {
    await checkSecret(pool, keys, new Date());
  } finally {
    await pool.end();
  }
}

async function act(context: Context, asked: Asked): Promise<void> {
  if (asked.verb === "store") return await store(context, asked);
  if (asked.verb === "list") return await list(context, asked.campaign);
  if (asked.verb === "place") return await place(context, asked);
  if (asked.verb === "show") return await show(context, asked);
  if (asked.verb === "fetch") return await fetchFile(context, asked);
  const { campaign, source } = asked;
  const done = await removeDocument(context.db, { campaign, source, actor: ACTOR, now: new Date() });
  if (!done.ok) throw new OperatorError(WHY_NOT[done.reason]);
  say(`The document of ${source} is removed (SHA-256 ${done.sha256}); backups hold it until they expire.`);
}

async function store({ db, keys }: Context, { campaign, source, file }: Extract<Asked, { file: string }>) {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new OperatorError(`There is no file ${file}.`);
  if (found.size > LARGEST_DOCUMENT) throw new OperatorError(WHY_NOT["too-large"]);
  const given = { campaign, source, bytes: readFileSync(file), name: basename(file) };
  const done = await storeDocument(db, keys, { ...given, actor: ACTOR, now: new Date() });
  if (!done.ok) throw new OperatorError(`Nothing was stored: ${WHY_NOT[done.reason]}`);
  const what = done.kind === "pdf" ? `a PDF of ${done.pages} pages` : "a text";
  say(`${source}: ${done.outcome}, ${what}, SHA-256 ${done.sha256}`);
  if (!done.hasText) say("There is no text in it, only pictures: passages cannot be shown beside claims.");
}

async function list({ db }: Context, campaign: string): Promise<void> {
  const documents = await listDocuments(db, campaign);
  if (!documents) throw new OperatorError(`There is no campaign ${campaign}.`);
  for (const { source, kind, size, pages, sha256, passages, storedAt } of documents)
    say(
      `${source}  ${kind}, ${pages} pages, ${size} bytes, ${passages} claims placed, ${storedAt.toISOString()}  ${sha256}`,
    );
  say(documents.length === 0 ? "No document is kept." : `${documents.length} kept.`);
}

async function place({ db, keys }: Context, { campaign, claim, passage }: Extract<Asked, { verb: "place" }>) {
  const done = await placePassage(db, keys, { campaign, claim, passage, actor: ACTOR, now: new Date() });
  if (!done.ok) throw new OperatorError(WHY_NOT[done.reason]);
  say(`${claim} is placed.`);
}

async function show({ db, keys }: Context, { campaign, claim }: Extract<Asked, { verb: "show" }>) {
  const shown = await findPassage(db, keys, { campaign, claim });
  if (!shown.ok) throw new OperatorError(WHY_NOT[shown.reason]);
  say(drawPassage(shown, process.stdout.columns ?? 120));
}

async function fetchFile(
  { db, keys }: Context,
  { campaign, source, file }: Extract<Asked, { file: string }>,
) {
  const bytes = await findDocumentFile(db, keys, { campaign, source });
  if (!bytes) throw new OperatorError(WHY_NOT["no-document"]);
  try {
    writeFileSync(file, bytes, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    throw new OperatorError(`${file} was not written: ${(cause as Error).message}`, { cause });
  }
  say(`The document of ${source} is in ${file}, readable to you alone.`);
}
