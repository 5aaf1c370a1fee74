import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { forgetFormerSecret, makeSecret, readFormerSecret, readSecret, replaceSecret } from "./secret";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "vigil-secret-"));
  onTestFinished(() => {
    chmodSync(path, 0o700);
    rmSync(path, { recursive: true });
  });
  return path;
}

test("a new secret stands where the former was, which stays beside it, both for their owner only", () => {
  const root = folder();
  const first = makeSecret(root);
  const { secret, former } = replaceSecret(root);
  expect(former).toBe(first);
  expect(readSecret(root)).toBe(secret);
  expect(readFormerSecret(root)).toBe(first);
  expect(secret).not.toBe(first);
  for (const file of [".vigil-secret", ".vigil-secret-old"])
    expect(statSync(join(root, file)).mode & 0o777).toBe(0o600);
  expect(forgetFormerSecret(root)).toBe(true);
  expect(forgetFormerSecret(root)).toBe(false);
  expect(readFormerSecret(root)).toBeUndefined();
});

test("a change cut short after the former was kept leaves one secret, not two alike", () => {
  const root = folder();
  const secret = makeSecret(root);
  writeFileSync(join(root, ".vigil-secret-old"), readFileSync(join(root, ".vigil-secret")));
  expect(readFormerSecret(root)).toBeUndefined();
  expect(readSecret(root)).toBe(secret);
});

test("where there is no secret there is none to change, and none is made", () => {
  const root = folder();
  expect(() => replaceSecret(root)).toThrow("no secret to change");
  expect(existsSync(join(root, ".vigil-secret"))).toBe(false);
});
