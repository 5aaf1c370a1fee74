import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What the build is made of. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "messages",
  "public",
  "prisma/schema.prisma",
  "next.config.js",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "scripts/build",
  "server.ts",
  "tsconfig.json",
];
/** Made by the build itself, or not part of it. */
const LEFT_OUT = /^lib\/db\/generated$|^public\/(enhance|proof-worker)\.js$|\.test\.tsx?$|\.md$/;

/** A fingerprint of all sources of the build: another one means that the build is older than they are. */
export function sourcesFingerprint(root: string): string {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((source) => filesUnder(root, source))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function filesUnder(root: string, path: string): string[] {
  if (LEFT_OUT.test(path) || !existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).sort();
  return names.flatMap((name) => filesUnder(root, `${path}/${name}`));
}
