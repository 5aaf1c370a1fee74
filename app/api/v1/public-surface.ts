import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Paths are as in `app/`: "api/v1/petitions/[slug]". */
const APP = join(process.cwd(), "app");

/** Readings that the test of public answers does not make, and why. Whatever else answers GET is read. */
export const READINGS_LEFT_OUT: Record<string, string> = {
  "api/[[...path]]": "answers that there is nothing, and asks no table",
  "api/auth/[...nextauth]": "needs a session; accounts are no signers",
  "api/v1/unsubscribes": "needs the token of a mail; tells whether mails ended, and of whom nothing",
  "[locale]/(public)/campaigns/[slug]/claims/[claim]/card.png":
    "a picture of a claim, and asks evidence alone",
  "api/v1/campaigns/[slug]/claims/[id]/citations/[format]": "a claim once more, and asks evidence alone",
  "api/v1/campaigns/[slug]/sources/[id]/citations/[format]": "a source once more, and asks evidence alone",
  readyz: "for the operator: whether database and secret are there",
  healthz: "for the operator: that the process runs",
};

/** Pages that open what was sealed, and why they may. */
export const PAGES_OF_ONE_PERSON: Record<string, string> = {
  "confirm/[token]": "needs the token of a mail, and shows its own sign-up alone",
  "signatures/[token]": "needs the token of a mail, and shows its own signature alone",
  "unsubscribe/[token]": "needs the token of a mail, and tells of that address whether mails ended",
  "letters/sent/[token]": "needs the token of a mail, and shows its own letter alone",
  outbox: "for development: its door lets nobody in where mails are sent",
};

/**
 * The files through which names come to pages (and the day's list of how many), and what organizers show of an office's
 * answer.
 */
const THE_WAYS = ["lib/signatures/public-signers.ts", "lib/letters/reply-queries.ts"];

/** Everything below app/ that answers GET, but for pages. */
export function readings(): string[] {
  return filesNamed("route.ts", APP)
    .filter((file) => /\bGET\b/.test(readFileSync(join(APP, file), "utf8")))
    .map((file) => dirname(file))
    .sort();
}

/** Every public page, below app/[locale]/(public). */
export function publicPages(): string[] {
  return filesNamed("page.tsx", join(APP, "[locale]/(public)"))
    .map((file) => dirname(file))
    .sort();
}

function filesNamed(name: string, folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => basename(file) === name);
}

/** What opens sealed values, or asks the tables that hold persons. Accounts and mails count as such. */
const OPENS =
  /\bunseal\b|\b(FROM|JOIN|UPDATE|INTO) (signature|outbox_mail|public_signer|letter|letter_reply)\b|\b(signature|outboxMail|publicSigner|letter|letterReply)\.(find|count|group|aggregate|update|create|upsert|delete)|\bsignatures: (true|\{)/;

/** The files that a public page runs and that reach persons by another way than THE_WAYS. */
export function waysToPersons(page: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const queue = [`app/[locale]/(public)/${page}/page.tsx`, ...layouts(page)];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file) || THE_WAYS.includes(file) || file.includes("/generated/")) continue;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    if (OPENS.test(withoutComments(text))) found.push(file);
    queue.push(...importsOf(file, text));
  }
  return found.sort();
}

/** The layouts and the like around a page, which are drawn with it. */
function layouts(page: string): string[] {
  const folders = ["app", "app/[locale]", "app/[locale]/(public)"];
  for (const part of page.split("/")) folders.push(`${folders.at(-1)}/${part}`);
  return folders.flatMap((folder) =>
    ["layout.tsx", "template.tsx", "not-found.tsx"]
      .map((file) => `${folder}/${file}`)
      .filter((file) => existsSync(file)),
  );
}

/** What a file imports and runs, of this project; types are not run. */
function importsOf(file: string, text: string): string[] {
  const imports = text.matchAll(
    /(?:^|\n)(?:import|export)(?! type)[^;]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"/g,
  );
  return [...imports].flatMap(([, from = "", lazily = ""]) => {
    const name = from || lazily;
    if (!name.startsWith("@/") && !name.startsWith(".")) return [];
    const path = name.startsWith("@/") ? name.slice(2) : join(dirname(file), name);
    const known = ["", ".ts", ".tsx", "/index.ts"].map((end) => path + end);
    return known.filter((candidate) => /\.tsx?$/.test(candidate) && existsSync(candidate));
  });
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
