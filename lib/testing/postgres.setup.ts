import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { withClient } from "@/lib/db/connection";
import { migrate } from "@/lib/db/migrate";
import { startScratchServer } from "./scratch-server";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a PostgreSQL's maintenance database, and the migrated database that tests copy. */
    postgres: { url: string; template: string };
  }
}

/**
 * One PostgreSQL for all test files: that of TEST_DATABASE_URL, whose user may create databases, or one of our own.
 * One database in it is migrated once; each test file copies it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL
    ? { url: () => String(process.env.TEST_DATABASE_URL), stop: async () => undefined }
    : await startScratchServer();
  const url = server.url("postgres");
  const template = `vigil_template_${randomBytes(6).toString("hex")}`;
  await withClient(url, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(template)}`));
  await migrate(databaseIn(url, template), join(process.cwd(), "prisma/migrations"));
  project.provide("postgres", { url, template });
  return async () => {
    await withClient(url, (client) =>
      client.query(`DROP DATABASE ${pg.escapeIdentifier(template)} WITH (FORCE)`),
    );
    await server.stop();
  };
}

/** The address of another database of the same PostgreSQL. */
export function databaseIn(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
