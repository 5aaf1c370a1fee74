import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "@/lib/config/operator-error";
import { withScratchServer } from "@/lib/testing/scratch-server";
import { ROOT } from "./project";
import { migrationsToSchema } from "./schema-engine";
import { runScript, say } from "./terminal";

/** `npm run db:diff -- NAME`: writes the migration that brings the migrations up to prisma/schema.prisma. */
await runScript(async () => {
  const name = process.argv[2] ?? "";
  if (!/^[a-z0-9_]+$/.test(name)) {
    throw new OperatorError(
      "Name the migration in small letters, digits and underscores: npm run db:diff -- add_letters",
    );
  }
  const script = await withScratchServer((server) => migrationsToSchema(ROOT, server));
  if (script === "") return say("The migrations already make what prisma/schema.prisma says.");
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join("prisma/migrations", `${stamp}_${name}`);
  mkdirSync(join(ROOT, folder));
  writeFileSync(join(ROOT, folder, "migration.sql"), `${script}\n`);
  say(`Wrote ${folder}/migration.sql; add by hand what Prisma cannot say, then commit it.`);
});
