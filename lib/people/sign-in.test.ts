import { expect, test } from "vitest";
import { unseal } from "@/lib/crypto/seal";
import { readAddress } from "@/lib/mail/address";
import { testDatabase } from "@/lib/testing/test-database";
import { HOUR } from "@/lib/time/durations";
import { authAdapter } from "./auth-adapter";
import { expireSignIns } from "./expire-sign-ins";
import { issueOwnerSignInLink } from "./issue-sign-in-link";
import { canEnterWorkspace } from "./permissions";
import { requestSignIn } from "./request-sign-in";
import { hashSignInToken } from "./sign-in-secret";

const { db, keys, pool } = await testDatabase();
const adapter = authAdapter(db, keys);
const NOW = new Date("2026-03-02T12:00:00Z");
const later = (span: number) => new Date(NOW.getTime() + span);
const APP_URL = "https://vigil.example.org";

async function ownerToken(ownerEmail: string): Promise<string> {
  const link = await issueOwnerSignInLink({ db, keys, appUrl: APP_URL, ownerEmail, now: NOW });
  expect(link).toMatch(/^https:\/\/vigil\.example\.org\/en\/sign-in\/link\?token=[\w-]{32}$/);
  return new URL(link).searchParams.get("token") ?? "";
}
/** As next-auth asks: with the hash of token and secret, in hex. */
const use = (token: string) =>
  adapter.useVerificationToken?.({
    identifier: "",
    token: Buffer.from(hashSignInToken(keys, token)).toString("hex"),
  });
const ask = (typed: string, now = NOW) => {
  const read = readAddress(typed);
  if (!read.ok) throw new Error(read.problem);
  return requestSignIn({ db, keys, now }, { email: read.address, locale: "ko" });
};

test("the owner's link works once, for the owner, and the account is made once", async () => {
  const token = await ownerToken("Majitelka@Example.org");
  expect(await use(token)).toMatchObject({ identifier: "Majitelka@example.org", expires: later(HOUR) });
  expect(await use(token)).toBeNull();
  await ownerToken("majitelka@example.org");
  expect(await db.account.count({ where: { isOwner: true } })).toBe(1);
  expect(await use("wrong".repeat(8))).toBeNull();
});

test("of two who use a link at once, one gets in", async () => {
  const token = await ownerToken("race@example.org");
  const results = await Promise.all([use(token), use(token), use(token)]);
  expect(results.filter(Boolean)).toHaveLength(1);
});

test("a dump of the database holds neither addresses nor what would sign anybody in", async () => {
  const token = await ownerToken("dump@example.org");
  const account = await adapter.getUserByEmail("DUMP@example.org");
  const sessionToken = "a-cookie-that-nobody-guesses";
  await adapter.createSession({ sessionToken, userId: account?.id ?? "", expires: later(HOUR) });
  const { rows } = await pool.query(
    `SELECT (SELECT string_agg(a::text, ' ') FROM account a) || (SELECT string_agg(s::text, ' ') FROM session s) || (SELECT string_agg(t::text, ' ') FROM sign_in_token t) AS dump`,
  );
  for (const secret of ["dump@example.org", sessionToken, token]) {
    expect(rows[0].dump).not.toContain(secret);
    expect(rows[0].dump).not.toContain(Buffer.from(secret).toString("hex"));
  }
  expect((await adapter.getSessionAndUser(sessionToken))?.user.email).toBe("dump@example.org");
  await adapter.deleteSession(sessionToken);
  expect(await adapter.getSessionAndUser(sessionToken)).toBeNull();
});

test("accounts get a link by mail, strangers get nothing, and both hear the same", async () => {
  await ownerToken("known@example.org");
  const before = await db.outboxMail.count();
  expect(await ask("known@example.org")).toEqual(await ask("stranger@example.org"));
  expect(await db.outboxMail.count()).toBe(before + 1);
  const mail = await db.outboxMail.findFirstOrThrow({ where: { kind: "sign-in" } });
  expect(mail.locale).toBe("ko");
  const payload = JSON.parse(
    unseal(keys, "mail-fields", "outbox_mail.payload", mail.payloadEnc ?? new Uint8Array()),
  );
  expect(await use(payload.token)).toMatchObject({ identifier: "known@example.org" });
});

test("an account is mailed at most five links an hour", async () => {
  await ownerToken("often@example.org");
  for (let time = 0; time < 8; time += 1) await ask("often@example.org");
  const mails = () => db.outboxMail.count({ where: { kind: "sign-in", locale: "ko" } });
  const sent = await mails();
  await ask("often@example.org", later(30 * 60_000));
  expect(await mails()).toBe(sent);
  await ask("often@example.org", later(2 * HOUR));
  expect(await mails()).toBe(sent + 1);
});

test("links and sessions whose time is over are deleted", async () => {
  const token = await ownerToken("late@example.org");
  expect(await expireSignIns(db, later(2 * HOUR))).toBeGreaterThan(0);
  expect(await use(token)).toBeNull();
});

test("nobody makes an account by signing in", async () => {
  await expect(adapter.createUser()).rejects.toThrow("invitation");
});

test("only accounts enter the workspace", () => {
  expect(canEnterWorkspace(null)).toBe(false);
  expect(canEnterWorkspace({ accountId: "", isOwner: true })).toBe(false);
  expect(canEnterWorkspace({ accountId: "0189a1b2", isOwner: false })).toBe(true);
});
