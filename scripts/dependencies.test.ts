import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Record<
  "dependencies" | "devDependencies",
  Record<string, string>
>;
const all = { ...manifest.dependencies, ...manifest.devDependencies };
const rows = readFileSync("docs/dependencies.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"));
const named = rows.flatMap((row) =>
  [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1]),
);

test("every dependency has its reason in docs/dependencies.md, and no other has", () => {
  const kinds = Object.keys(all).map((name) => (name.startsWith("@types/") ? "@types/…" : name));
  expect([...named].sort()).toEqual([...new Set(kinds)].sort());
});

test("every version is exact", () => {
  for (const [name, version] of Object.entries(all))
    expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+(-[\w.]+)?$/);
});

test("the lock file names no registry", () => {
  expect(readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved"|https?:\/\/registry/);
});
