import { unseal } from "@/lib/crypto/seal";
import { readAddress } from "@/lib/mail/address";
import { eraseSignature } from "./erase-signature";
import { findOwnSignature } from "./own-queries";
import {
  issueManageToken,
  type OwnContext,
  type OwnDone,
  type OwnRefusal,
  onOwnSignature,
} from "./own-signature";
import type { OwnSignatureView } from "./types";
import { withdrawSignature } from "./withdraw-signature";

/** Rows opened at a time. */
const PAGE = 1_000;

type Acted = { id: string; result: OwnDone<"withdrawn" | "erased"> | OwnRefusal };

/**
 * The ids of the signatures that a mailbox has, under one petition (its slug) or all. It opens every sealed address, one
 * by one, so that it also finds whom no hash names any more: a petition's key is destroyed a day after its closing, and
 * then no link by mail leads there (docs/operating.md). Takes the canonical address. `unreadable` are addresses sealed
 * under a secret that is not at hand.
 */
export async function findPerson(
  { pool, keys }: OwnContext,
  canonical: string,
  petition?: string,
): Promise<{ ids: string[]; unreadable: number }> {
  const ids: string[] = [];
  let unreadable = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const { rows } = await pool.query<{ id: string; email_enc: Buffer }>(
      `SELECT id, email_enc FROM signature WHERE email_enc IS NOT NULL AND id > $1
         AND ($2::text IS NULL OR petition_id = (SELECT id FROM petition WHERE slug = $2)) ORDER BY id LIMIT $3`,
      [after, petition ?? null, PAGE],
    );
    for (const { id, email_enc } of rows) {
      const opened = open(() => unseal(keys, "personal-fields", "signature.email", email_enc));
      if (opened === null) unreadable += 1;
      else if (opened === canonical) ids.push(id);
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return { ids, unreadable };
    after = last.id;
  }
}

/** The canonical form of a stored address, or null where it cannot be read. */
function open(unsealed: () => string): string | null {
  try {
    const read = readAddress(unsealed());
    return read.ok ? read.address.canonical : null;
  } catch (error) {
    if (error instanceof Error && error.name === "UnsealError") return null;
    throw error;
  }
}

const ACTOR = "command:person";

/** All that is stored of a signature, for the person who asked the operator. Leaves an audit row. Null: it is gone. */
export async function showPerson(context: OwnContext, id: string): Promise<OwnSignatureView | null> {
  const token = issueManageToken(context.keys, id, context.now);
  const audit = { actor: ACTOR, action: "show-person" };
  await onOwnSignature({ ...context, audit }, { token }, async () => ({ ok: true }));
  const found = await findOwnSignature(context, token);
  return found.status === "there" ? found.signature : null;
}

/** Erases or withdraws signatures for the person who asked the operator, as their link would; an audit row each. */
export async function actForPerson(
  context: OwnContext,
  ids: string[],
  act: "erase" | "withdraw",
): Promise<Acted[]> {
  const acting = { ...context, audit: { actor: ACTOR, action: `${act}-person` } };
  const acted: Acted[] = [];
  for (const id of ids) {
    const proof = { token: issueManageToken(context.keys, id, context.now) };
    const result =
      act === "erase"
        ? await eraseSignature(acting, proof, { withdraw: false })
        : await withdrawSignature(acting, proof);
    acted.push({ id, result });
  }
  return acted;
}
