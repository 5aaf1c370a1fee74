import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterAll, expect, test } from "vitest";
import { type Lock, type Opener, readEncrypted, writeEncrypted } from "@/lib/crypto/age-files";
import { makeConfirmed } from "@/lib/testing/signature-rows";
import { testDatabase } from "@/lib/testing/test-database";
import { makePetition } from "@/lib/testing/world";
import { withClient } from "./connection";
import { dump } from "./dump";
import { openDump, readDump } from "./load-dump";
import { checkSecret } from "./secret-check";

const { db, pool, keys, url } = await testDatabase();
const NOW = new Date("2026-05-01T12:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "vigil-backup-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "one.backup");
// Making a key from a passphrase is slow on purpose, so one test does.
const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);

await checkSecret(pool, keys, NOW);
const petition = await makePetition(db, keys);

const PLANTED = "Planted Łucja Ødegård 김하늘";
await makeConfirmed(db, keys, petition, PLANTED, NOW);

const write = (path: string, lock: Lock = { recipient }) =>
  withClient(url, (client) => writeEncrypted(path, lock, dump(client, NOW)));
const read = async (path: string, opener: Opener = { identity }) =>
  await readDump(await openDump(readEncrypted(path, opener)), async () => undefined);

test("a backup is read back whole, with as many rows as the database has", async () => {
  await write(file);
  expect(await read(file)).toMatchObject({
    petition: 1,
    petition_version: 1,
    campaign: 1,
    setting: 1,
    signature: 1,
  });
  expect(readdirSync(folder)).toEqual(["one.backup"]);
});

test("a planted name stands in clear neither in the file nor in the decrypted dump, and no key and no salt either", async () => {
  const sealedFile = readFileSync(file);
  let text = "";
  for await (const line of readEncrypted(file, { identity })) text += line;
  expect(text).toContain(petition.id);
  for (const clear of ["Planted", "planted.example", PLANTED]) {
    expect(sealedFile.includes(clear)).toBe(false);
    expect(text.includes(clear)).toBe(false);
    expect(text.includes(Buffer.from(clear).toString("hex"))).toBe(false);
  }
  expect(text.includes(petition.hashKey.toString("hex"))).toBe(false);
  expect(text.includes(petition.hashKey.toString("base64"))).toBe(false);
  expect(text).not.toMatch(/network_salt|network_use|"table":"session"|sign_in_token/);
});

test("a file that was cut or changed anywhere is refused in one line", async () => {
  const whole = readFileSync(file);
  const broken = join(folder, "broken.backup");
  for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
    writeFileSync(broken, whole.subarray(0, at));
    await expect(read(broken), `cut at ${at}`).rejects.toThrow(
      /cut short or changed|does not open|is no backup/,
    );
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(broken, changed);
    await expect(read(broken), `changed at ${at}`).rejects.toThrow(/cut short or changed|does not open/);
  }
});

test("a passphrase that is wrong is told in one line, the right one opens", async () => {
  const path = join(folder, "passphrase.backup");
  const passphrase = "correct horse battery staple ž";
  await write(path, { passphrase });
  expect(readFileSync(path, "latin1")).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/);
  expect(await read(path, { passphrase })).toMatchObject({ petition: 1 });
  // The same with less work, for what is wrong is found in the same place.
  const quick = new Encrypter();
  quick.setPassphrase(passphrase);
  quick.setScryptWorkFactor(10);
  writeFileSync(path, await quick.encrypt(gzipSync("–\n")));
  await expect(read(path, { passphrase: "wrong, and long enough" })).rejects.toThrow(
    "does not open with this passphrase",
  );
}, 120_000);

test("where the file cannot be written nothing is left of it", async () => {
  await expect(write(join(folder, "none", "x.backup"))).rejects.toThrow("cannot be written (ENOENT)");
  const failing = withClient(url, async (client) => {
    const lines = dump(client, NOW);
    async function* half() {
      yield (await lines.next()).value as string;
      throw new Error("the database went away");
    }
    await writeEncrypted(join(folder, "half.backup"), { recipient }, half());
  });
  await expect(failing).rejects.toThrow("the database went away");
  expect(readdirSync(folder).filter((name) => /partial|half|none/.test(name))).toEqual([]);
});

test("a backup is one moment: what is written while it is taken is in it whole or not at all", async () => {
  const path = join(folder, "snapshot.backup");
  let stop = false;
  const writing = (async () => {
    while (!stop) {
      const id = `pair:${randomUUID()}`;
      const client = await pool.connect();
      await client.query("BEGIN");
      await client.query("INSERT INTO setting (key, value, updated_at) VALUES ($1, 'x', now())", [id]);
      await client.query(
        "INSERT INTO sealed_key (purpose, key_enc, created_at) VALUES ($1, '\\x00', now())",
        [id],
      );
      await client.query("COMMIT");
      client.release();
    }
  })();
  await write(path);
  stop = true;
  await writing;
  const pairs = { key: new Set<string>(), purpose: new Set<string>() };
  for await (const line of readEncrypted(path, { identity })) {
    if (line.startsWith("#") || !line.includes('"pair:')) continue;
    const row = JSON.parse(line) as { key?: string; purpose?: string };
    if (row.key) pairs.key.add(row.key);
    if (row.purpose) pairs.purpose.add(row.purpose);
  }
  expect(pairs.key).toEqual(pairs.purpose);
});
