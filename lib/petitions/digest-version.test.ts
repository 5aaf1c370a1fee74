import { expect, test } from "vitest";
import { canonicalJson, digestVersion } from "./digest-version";

test("the digest is of the RFC 8785 form", () => {
  expect(canonicalJson({ b: [1, null, "€\n"], a: { ä: true, z: 1e21, A: "" } })).toBe(
    '{"a":{"A":"","z":1e+21,"ä":true},"b":[1,null,"€\\n"]}',
  );
  const text = {
    petition: "p",
    number: 1,
    locale: "en",
    title: "t",
    addressee: "a",
    body: { opening: [], demands: [], closing: [] },
  };
  const reordered = {
    body: { closing: [], demands: [], opening: [] },
    addressee: "a",
    title: "t",
    locale: "en",
    number: 1,
    petition: "p",
  };
  expect(digestVersion(reordered)).toBe(digestVersion(text));
  expect(digestVersion({ ...text, title: "T" })).not.toBe(digestVersion(text));
});
