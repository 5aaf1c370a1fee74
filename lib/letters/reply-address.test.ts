import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { readReplyAddress, replyAddress, replyTagHash, replyToken } from "./reply-address";

const keys = keyRing("a secret for tests only, längér than 32");
const DOMAIN = "answers.example.org";

test("an address is read back however a mail server or a mail program writes it", () => {
  const id = randomUUID();
  const address = replyAddress(keys, id, DOMAIN);
  const token = replyToken(keys, id);
  expect(address).toMatch(/^reply\+[a-z2-7]{26}@answers\.example\.org$/);
  const written = [
    address,
    address.toUpperCase(),
    `Campaign <${address}>`,
    `"a, b" <${address}> `,
    `<${address}>`,
    ` ${address} `,
  ];
  for (const one of written) expect(readReplyAddress(one, DOMAIN), one).toBe(token);
  expect(readReplyAddress(address, DOMAIN.toUpperCase())).toBe(token);
});

test("tokens differ from letter to letter and from secret to secret, and their hash is no token", () => {
  const ids = Array.from({ length: 500 }, () => randomUUID());
  expect(new Set(ids.map((id) => replyToken(keys, id))).size).toBe(500);
  const [id = ""] = ids;
  expect(replyToken(keyRing("another secret for tests only, 32 and more"), id)).not.toBe(
    replyToken(keys, id),
  );
  expect(replyTagHash(replyToken(keys, id))).toHaveLength(32);
});

test.each([
  ["another domain", (token: string) => `reply+${token}@evil.example.org`],
  ["a domain that only ends so", (token: string) => `reply+${token}@x-${DOMAIN}`],
  ["no plus", (token: string) => `reply${token}@${DOMAIN}`],
  ["another name", (token: string) => `info+${token}@${DOMAIN}`],
  ["a short token", (token: string) => `reply+${token.slice(1)}@${DOMAIN}`],
  ["a long token", (token: string) => `reply+${token}a@${DOMAIN}`],
  ["letters that base32 has not", (token: string) => `reply+${token.slice(2)}01@${DOMAIN}`],
  ["two addresses", (token: string) => `reply+${token}@${DOMAIN}, a@example.org`],
  ["nothing", () => ""],
])("%s is no address of a relay", (_, write) => {
  expect(readReplyAddress(write(replyToken(keys, randomUUID())), DOMAIN)).toBeNull();
});
