import { expect, test } from "vitest";
import { keyedHash, normalizeCode, readableCode } from "./hash";
import { keyRing } from "./keys";
import { seal, UnsealError, unseal } from "./seal";
import { issueToken, readToken } from "./token";

const keys = keyRing("a secret for tests only, längér than 32");
const others = keyRing("another secret for tests only, 32 or more");
const ID = "0189a1b2-c3d4-4e5f-8a9b-0c1d2e3f4a5b";

test("a sealed field opens with the same secret, purpose and column only", () => {
  const sealed = seal(keys, "personal-fields", "signature.name", "Łucja 李明 🕯");
  expect(unseal(keys, "personal-fields", "signature.name", sealed)).toBe("Łucja 李明 🕯");
  expect(() => unseal(keys, "personal-fields", "signature.email", sealed)).toThrow(UnsealError);
  expect(() => unseal(keys, "mail-fields", "signature.name", sealed)).toThrow(UnsealError);
  expect(() => unseal(others, "personal-fields", "signature.name", sealed)).toThrow("another APP_SECRET");
});

test("a sealed field that was changed or cut anywhere does not open", () => {
  const sealed = seal(keys, "personal-fields", "signature.name", "Łucja");
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(keys, "personal-fields", "signature.name", changed)).toThrow(UnsealError);
    expect(() => unseal(keys, "personal-fields", "signature.name", sealed.subarray(0, at))).toThrow(
      UnsealError,
    );
  }
});

test("the same text never seals to the same bytes", () => {
  const sealed = new Set(
    Array.from({ length: 100 }, () => seal(keys, "personal-fields", "c", "x").toString("hex")),
  );
  expect(sealed.size).toBe(100);
});

test("keys of two purposes or two secrets have nothing in common", () => {
  expect(keys.of("token")).not.toEqual(keys.of("personal-fields"));
  expect(keys.of("token")).not.toEqual(others.of("token"));
  expect(keys.of("token")).toEqual(keyRing("a secret for tests only, längér than 32").of("token"));
  expect(() => keyRing("short")).toThrow("32 characters");
});

test("the keyed hash is HMAC-SHA-256 (RFC 4231, test case 2)", () => {
  expect(keyedHash(Buffer.from("Jefe"), "what do ya want for nothing?").toString("hex")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("a token names its id and expiry, and every changed character breaks it", () => {
  const expiresAt = new Date("2026-03-16T12:00:00Z");
  const token = issueToken(keys, "confirm-signature", ID, expiresAt);
  expect(token).toMatch(/^[\w-]{50}$/);
  expect(readToken(keys, "confirm-signature", token)).toEqual({ id: ID, expiresAt });
  expect(readToken(keys, "manage-signature", token)).toBeNull();
  expect(readToken(others, "confirm-signature", token)).toBeNull();
  for (let at = 0; at < token.length; at += 1) {
    for (const letter of ["A", "Q", "_"].filter((candidate) => candidate !== token[at])) {
      expect(
        readToken(keys, "confirm-signature", token.slice(0, at) + letter + token.slice(at + 1)),
      ).toBeNull();
    }
  }
});

test("a code is read as people copy it", () => {
  const code = readableCode();
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(normalizeCode(` ${code.toLowerCase().replaceAll("-", " ")} `)).toBe(code);
  expect(normalizeCode("ilo0-1111-0000-aaaa")).toBe("1100-1111-0000-AAAA");
});
