import { randomUUID } from "node:crypto";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { sha256 } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import type { PrismaClient } from "@/lib/db/generated/client";
import { readAddress } from "@/lib/mail/address";
import { findAccount, openAccountAddress } from "./account-fields";

type AccountRow = { id: string; emailEnc: Uint8Array; lastSignInAt: Date | null };

/**
 * Keeps next-auth's accounts, sessions and links in our tables, in our way: addresses sealed and found by keyed
 * hash, session cookies and link tokens as hashes only, so that a dump of the database signs nobody in and names
 * nobody. Accounts are made by invitation, never by signing in.
 */
export function authAdapter(db: PrismaClient, keys: KeyRing) {
  const showAccount = (row: AccountRow): AdapterUser => ({
    id: row.id,
    email: openAccountAddress(keys, row.emailEnc),
    emailVerified: row.lastSignInAt,
  });
  const tokenHash = (token: string) => Uint8Array.from(sha256(token));

  return {
    createUser: () => Promise.reject(new Error("accounts are made by invitation")),
    getUser: async (id) => {
      const row = await db.account.findUnique({ where: { id } });
      return row && showAccount(row);
    },
    getUserByEmail: async (email) => {
      const read = readAddress(email);
      const row = read.ok ? await findAccount(db, keys, read.address.canonical) : null;
      return row && showAccount(row);
    },
    getUserByAccount: async () => null,
    linkAccount: () => Promise.reject(new Error("no other sign-in services are linked")),
    updateUser: async ({ id }) =>
      showAccount(await db.account.update({ where: { id }, data: { lastSignInAt: new Date() } })),
    createSession: async ({ sessionToken, userId, expires }) => {
      const now = new Date();
      const audit = {
        at: now,
        actor: `account:${userId}`,
        action: "sign-in",
        subjectType: "account",
        subjectId: userId,
      };
      await db.$transaction([
        db.session.create({
          data: {
            id: randomUUID(),
            tokenHash: tokenHash(sessionToken),
            accountId: userId,
            createdAt: now,
            expiresAt: expires,
          },
        }),
        db.auditEntry.create({ data: { ...audit, personalFields: [] } }),
      ]);
      return { sessionToken, userId, expires };
    },
    getSessionAndUser: async (sessionToken) => {
      const row = await db.session.findUnique({
        where: { tokenHash: tokenHash(sessionToken) },
        include: { account: true },
      });
      return (
        row && {
          session: { sessionToken, userId: row.accountId, expires: row.expiresAt },
          user: showAccount(row.account),
        }
      );
    },
    updateSession: async ({ sessionToken, expires }) => {
      const row = await db.session.update({
        where: { tokenHash: tokenHash(sessionToken) },
        data: { expiresAt: expires },
      });
      return { sessionToken, userId: row.accountId, expires: row.expiresAt };
    },
    deleteSession: async (sessionToken) => {
      await db.session.deleteMany({ where: { tokenHash: tokenHash(sessionToken) } });
    },
    createVerificationToken: () => Promise.reject(new Error("links are issued by requestSignIn")),
    /** Deleting is what makes it single: of two that come at once, one deletes the row and the other finds none. */
    useVerificationToken: async ({ token }: { token: string; identifier?: string }) => {
      const hash = Uint8Array.from(Buffer.from(token, "hex"));
      const row = await db.signInToken.findUnique({ where: { tokenHash: hash } });
      if (!row) return null;
      const { count } = await db.signInToken.deleteMany({ where: { tokenHash: hash } });
      const account = await db.account.findUnique({ where: { emailHash: row.identifierHash } });
      if (count === 0 || !account) return null;
      return { identifier: openAccountAddress(keys, account.emailEnc), token, expires: row.expiresAt };
    },
  } satisfies Adapter;
}
