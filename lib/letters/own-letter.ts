import type { KeyRing } from "@/lib/crypto/keys";
import { issueToken } from "@/lib/crypto/token";
import { OWN_LINK_LIFETIME } from "./limits";
import type { LetterBehindLink } from "./types";
import type { LetterContext } from "./write-letter";

/** Why a writer's command did nothing. `left`: it has left, `leaving`: it is on its way this minute. */
export type OwnLetterRefusal = {
  ok: false;
  reason: "unknown" | "expired" | "gone" | "withdrawn" | "left" | "leaving" | "too-many" | "written-before";
  /** The campaign's slug, where it is known. */
  campaign?: string;
};

/** The token of a writer's link to their own letter (purpose own-letter), good for OWN_LINK_LIFETIME. */
export function issueOwnLetterToken(keys: KeyRing, letterId: string, now: Date): string {
  return issueToken(keys, "own-letter", letterId, new Date(now.getTime() + OWN_LINK_LIFETIME));
}

/** What stands behind a writer's link; changes nothing. */
export async function findOwnLetter(_context: LetterContext, token: string): Promise<LetterBehindLink> {
  throw new Error(`not read yet: ${token.length}`);
}
