import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

// `npm run serve` and `npm run worker`: one built process alone, over the PostgreSQL of DATABASE_URL. Plain Node.

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const script = new URL(`../.next/processes/${process.argv[2]}.mjs`, import.meta.url);
if (!existsSync(script)) {
  process.stderr.write("There is no build yet; make one with: npm run build\n");
  process.exit(1);
}
if (existsSync(".env")) process.loadEnvFile(".env");
process.env.NODE_ENV = "production";
await import(script.href);
