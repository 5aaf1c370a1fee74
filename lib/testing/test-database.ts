import { randomBytes } from "node:crypto";
import type pg from "pg";
import { afterAll, inject } from "vitest";
import { type KeyRing, keyRing } from "@/lib/crypto/keys";
import { withClient } from "@/lib/db/connection";
import { closePool, pool } from "@/lib/db/pool";
import { closePrisma, prisma } from "@/lib/db/prisma";
import { databaseIn } from "./postgres.setup";

const SECRET = "a secret for tests only, längér than 32";

export type TestDatabase = {
  url: string;
  pool: pg.Pool;
  db: ReturnType<typeof prisma>;
  keys: KeyRing;
};

/**
 * A database of this test file's own, migrated and empty: `const { db, pool, keys } = await testDatabase();` at the
 * top of the file. Code under test that asks for the process's own pool, client or keys gets the same ones. Dropped
 * after the file's last test.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, template } = inject("postgres");
  const name = `vigil_test_${randomBytes(6).toString("hex")}`;
  await withClient(url, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`),
  );
  process.env.DATABASE_URL = databaseIn(url, name);
  process.env.APP_SECRET = SECRET;
  afterAll(async () => {
    await closePrisma();
    await closePool();
    await withClient(url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  });
  return { url: databaseIn(url, name), pool: pool(), db: prisma(), keys: keyRing(SECRET) };
}

/** An empty database without any table, for tests of migrations. Returns its address. */
export async function emptyDatabase(): Promise<string> {
  const { url } = inject("postgres");
  const name = `vigil_empty_${randomBytes(6).toString("hex")}`;
  await withClient(url, (client) => client.query(`CREATE DATABASE ${name}`));
  afterAll(() => withClient(url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)));
  return databaseIn(url, name);
}
