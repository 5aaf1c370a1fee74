import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { build, restoreFormer } from "./build";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vigil buïld "));
});
afterEach(() => rmSync(root, { recursive: true }));

function putBuild(folder: string): void {
  mkdirSync(join(root, folder));
  writeFileSync(join(root, folder, "made-from"), folder);
}

test("a build that fails gives back the build that a killed swap had left aside", async () => {
  putBuild(".next-former");
  putBuild(".next-building");
  await expect(build(root)).rejects.toThrow(/The build failed/); // there are no sources
  expect(readFileSync(join(root, ".next/made-from"), "utf8")).toBe(".next-former");
});

test("a build that is in place is not replaced by a former one", () => {
  putBuild(".next");
  putBuild(".next-former");
  restoreFormer(root);
  expect(readFileSync(join(root, ".next/made-from"), "utf8")).toBe(".next");
  expect(readdirSync(root).sort()).toEqual([".next", ".next-former"]);
});
