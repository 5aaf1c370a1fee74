import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { type Databases, schemaEngineAdapter } from "./schema-engine-adapter";

const SCHEMA = "prisma/schema.prisma";
const MIGRATIONS = "prisma/migrations";
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * What has to be added to the migrations so that they make what schema.prisma says, as SQL; "" where nothing has.
 * Prisma's own engine, in its WebAssembly form, for the binary cannot be downloaded everywhere. Takes the project's
 * folder and a PostgreSQL on which it may make and drop a database.
 */
export async function migrationsToSchema(root: string, server: Databases): Promise<string> {
  const schema = { path: SCHEMA, content: readFileSync(join(root, SCHEMA), "utf8") };
  const engine = await openEngine(schema, schemaEngineAdapter(server));
  const { stdout } = await engine.diff({
    from: { tag: "migrations", ...migrationList(root) },
    to: { tag: "schemaDatamodel", files: [schema] },
    script: true,
    exitCode: null,
    filters: NO_FILTERS,
  });
  const script = stdout?.trim() ?? "";
  return script.includes("This is an empty migration") ? "" : script;
}

/** Applies the migrations as `prisma migrate deploy` does, for comparison with ours. Returns the names applied. */
export async function applyAsPrisma(root: string, databaseUrl: string): Promise<string[]> {
  const schema = { path: SCHEMA, content: readFileSync(join(root, SCHEMA), "utf8") };
  const engine = await openEngine(schema, schemaEngineAdapter({ url: () => databaseUrl }));
  const { appliedMigrationNames } = await engine.applyMigrations({
    migrationsList: migrationList(root),
    filters: NO_FILTERS,
  });
  return appliedMigrationNames;
}

type Schema = { path: string; content: string };

async function openEngine(
  schema: Schema,
  adapter: SqlMigrationAwareDriverAdapterFactory,
): Promise<bindings.SchemaEngine> {
  instantiated ??= instantiate();
  await instantiated;
  return bindings.SchemaEngine.new(
    { datamodels: [[schema.path, schema.content]] },
    ignoreLog,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/** Once a process: the bindings keep the memory of the first instance. */
let instantiated: Promise<void> | undefined;

async function instantiate(): Promise<void> {
  const wasm = join(
    dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm")),
    "schema_engine_bg.wasm",
  );
  const imports = { "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), imports);
  const raw = bindings as unknown as { __wbg_set_wasm(exports: unknown): void };
  raw.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

function ignoreLog(): void {
  // The engine logs its steps; what matters is thrown.
}

function migrationList(root: string) {
  const folder = join(root, MIGRATIONS);
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return {
    baseDir: folder,
    lockfile: {
      path: "./migration_lock.toml",
      content: readFileSync(join(folder, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: names
      .map((entry) => entry.name)
      .sort()
      .map((name) => migration(folder, name)),
  };
}

function migration(folder: string, name: string): bindings.MigrationDirectory {
  const value = readFileSync(join(folder, name, "migration.sql"), "utf8");
  return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok", value } } };
}
