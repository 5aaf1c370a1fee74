import type pg from "pg";
import { keyedHash } from "@/lib/crypto/hash";
import { KEY_PURPOSES, type KeyRing } from "@/lib/crypto/keys";
import { issueToken, type TokenPurpose } from "@/lib/crypto/token";
import type { PrismaClient } from "@/lib/db/generated/client";
import { readAddress } from "@/lib/mail/address";
import { composersOf } from "@/lib/mail/compose";
import { relayLocally } from "@/lib/mail/relay-locally";
import { changeDisplay } from "@/lib/signatures/change-display";
import { confirmationComposer } from "@/lib/signatures/compose-confirmation";
import { manageLinkComposer } from "@/lib/signatures/compose-manage-link";
import { confirmSignature } from "@/lib/signatures/confirm-signature";
import { eraseSignature } from "@/lib/signatures/erase-signature";
import { readSigning } from "@/lib/signatures/schema";
import { signPetition } from "@/lib/signatures/sign-petition";
import { withdrawSignature } from "@/lib/signatures/withdraw-signature";
import { HOUR } from "@/lib/time/durations";

/** Every way a person can stand to a petition that TRUST's rows tell apart. */
export const PERSON_KINDS = [
  "pending",
  "public",
  "initials",
  "counted",
  "forget-me",
  "withdrawn",
  "erased",
  "removed",
  "no-longer-public",
] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];
/** An invented person. Every value is found nowhere else, so that a reader who finds it has found this person. */
export type PlantedPerson = { kind: PersonKind; name: string; email: string; reason: string; id: string };

export type Planting = {
  pool: pg.Pool;
  db: PrismaClient;
  keys: KeyRing;
  slug: string;
  hashKey: Buffer;
  /** People of each kind. */
  each: number;
  now: Date;
};

const APP_URL = "https://vigil.example.org";

/** Signs so many people of each kind up and takes each where its kind says, through the commands that a site uses. */
export async function plantPeople(planting: Planting): Promise<PlantedPerson[]> {
  const people = PERSON_KINDS.flatMap((kind, nth) =>
    Array.from({ length: planting.each }, (_, index) => person(kind, nth, index)),
  );
  for (const [index, planted] of people.entries()) await signUp(planting, planted, index);
  await relayAll(planting);
  const { rows } = await planting.pool.query<{ id: string; hash: string }>(
    "SELECT s.id, encode(s.email_hash, 'hex') AS hash FROM signature s JOIN petition p ON p.id = s.petition_id WHERE p.slug = $1",
    [planting.slug],
  );
  const ids = new Map(rows.map(({ id, hash }) => [hash, id]));
  for (const planted of people) planted.id = ids.get(emailHash(planting.hashKey, planted.email)) ?? "";
  for (const planted of people) await takeFurther(planting, planted);
  return people;
}

/** The hash under which a guessed address would be found while the petition's key exists. */
export function emailHash(hashKey: Buffer, email: string): string {
  return keyedHash(hashKey, `email:${canonical(email)}`).toString("hex");
}

/** The canonical form of an invented address. */
export function canonical(email: string): string {
  const read = readAddress(email);
  if (!read.ok) throw new Error(`${email}: ${read.problem}`);
  return read.address.canonical;
}

/** Letters instead of figures: names have none. */
function person(kind: PersonKind, nth: number, index: number): PlantedPerson {
  const letters = String.fromCharCode(97 + nth, 97 + Math.floor(index / 26), 97 + (index % 26));
  return {
    kind,
    name: `Wjera Qwzxplant${letters} Pjotrowna`,
    email: `qwzxplant${letters}@example.org`,
    reason: `Grund vqxzplant${letters} bleibt geheim`,
    id: "",
  };
}

async function signUp(
  { pool, keys, slug, now }: Planting,
  { kind, name, email, reason }: PlantedPerson,
  index: number,
): Promise<void> {
  const shown = kind === "public" || kind === "withdrawn" || kind === "erased" || kind === "removed";
  const display = shown || kind === "no-longer-public" ? "public" : kind === "initials" ? kind : "counted";
  const typed = { name, email, reason, display, consent: "on", country: index % 3 ? "DE" : "KR" };
  const read = readSigning({ ...typed, ...(kind === "forget-me" ? { forgetMe: "on" } : {}) });
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  const peer = `198.51.${Math.floor(index / 40) % 256}.${index % 40}`;
  const result = await signPetition({ pool, keys, now }, { slug, signing: read.signing, peer });
  if (!result.ok) throw new Error(result.reason);
}

async function relayAll({ pool, keys, now }: Planting): Promise<void> {
  const confirmation = confirmationComposer(keys, APP_URL);
  const composers = composersOf({
    "confirm-signature": confirmation,
    "mailbox-full": confirmation,
    "manage-signature": manageLinkComposer(keys, APP_URL),
  });
  while ((await relayLocally({ pool, keys, composers, appUrl: APP_URL, now })).sent > 0);
}

async function takeFurther(planting: Planting, { kind, id }: PlantedPerson): Promise<void> {
  if (kind === "pending") return;
  const { pool, db, keys, now } = planting;
  const context = { pool, keys, now };
  const token = (purpose: TokenPurpose) => issueToken(keys, purpose, id, new Date(now.getTime() + HOUR));
  const confirmed = await confirmSignature(context, token("confirm-signature"));
  if (!confirmed.ok) throw new Error(`${kind}: ${confirmed.reason}`);
  const proof = { token: token("manage-signature") };
  if (kind === "withdrawn") await withdrawSignature(context, proof);
  if (kind === "erased") await eraseSignature(context, proof, { withdraw: false });
  if (kind === "no-longer-public") await changeDisplay(context, proof, "counted");
  if (kind === "removed")
    await db.signature.update({ where: { id }, data: { state: "removed", place: null } });
}

/**
 * Words that stand in every planted name, address or reason, so that most texts are looked through once and not for
 * each person.
 */
const MARKS = ["qwzxplant", "Qwzxplant", "vqxzplant"].flatMap((mark) => [
  mark.toLowerCase(),
  Buffer.from(mark).toString("hex"),
  // Wherever it falls in base64, one of three alignments holds these characters of it.
  ...[0, 1, 2].map((shift) =>
    Buffer.from(" ".repeat(shift) + mark)
      .toString("base64")
      .slice(4, 12)
      .toLowerCase(),
  ),
]);

/** Who can be found in a text, by name, address or reason, written plainly, in hexadecimal or in base64. */
export function foundIn(
  text: string,
  among: readonly { kind: string; name: string; email: string; reason: string }[],
): string[] {
  const lower = text.toLowerCase();
  if (!MARKS.some((mark) => lower.includes(mark))) return [];
  return among
    .filter(({ name, email, reason }) =>
      [name, email, reason].some(
        (value) =>
          lower.includes(value.toLowerCase()) ||
          lower.includes(Buffer.from(value).toString("hex")) ||
          text.includes(Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -1)),
      ),
    )
    .map(({ kind, name }) => `${kind} ${name}`);
}

/**
 * Who a reader with database and secret can tell to have signed, by hashing guessed addresses under every key there is:
 * that of each purpose, and those that stand sealed in the database. Takes all rows, and all that could be opened, as text.
 */
export function guessedIn(
  { rows, opened, ring }: { rows: string; opened: string; ring: KeyRing },
  among: PlantedPerson[],
): string[] {
  const known = new Set(rows.match(/(?<=\\\\x)[0-9a-f]{32}/g) ?? []);
  const sealed = opened.split("\n").filter((line) => /^[A-Za-z0-9+/]{43}=$/.test(line));
  const keys = [
    ...KEY_PURPOSES.map((purpose) => ring.of(purpose)),
    ...sealed.map((line) => Buffer.from(line, "base64")),
  ];
  const isKnown = (email: string) => {
    const guesses = [canonical(email), `email:${canonical(email)}`];
    return keys.some((key) =>
      guesses.some((guess) => known.has(keyedHash(key, guess).subarray(0, 16).toString("hex"))),
    );
  };
  return among.filter(({ email }) => isKnown(email)).map(({ kind, email }) => `${kind} ${email}`);
}
