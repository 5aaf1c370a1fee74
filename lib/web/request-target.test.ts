import { expect, test } from "vitest";
import { readTarget } from "./request-target";

const read = (target: string) => readTarget(target);

test.each([
  "/",
  "/en/petitions/stop-forced-returns?src=a.b",
  "/en/%EA%B9%80",
  "/api/v1/petitions/x/count",
  "/en/evidence/search?q=a+b%20c",
])("%s is read", (target) => {
  expect(read(target)).toMatchObject({ ok: true });
});

test.each([
  "/%c0%ae",
  "/en/%",
  "/%00",
  "/en/../organize",
  "/en/%2e%2e/organize",
  "//evil.example/",
  "/en//x",
  "/a%2f%2fb",
  "/a\\b",
  "/a%5cb",
  "http://evil.example/",
  "*",
  "",
  "/en?x=%c0%ae",
  "/\u0001",
])("%j is refused", (target) => {
  expect(read(target)).toMatchObject({ ok: false, status: 400 });
});

test("a very long target is too long", () => {
  expect(read(`/${"a".repeat(5_000)}`)).toMatchObject({ ok: false, status: 414 });
});
