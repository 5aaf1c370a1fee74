/** Who acts: an account with its roles in the campaign at hand, or nobody. */
export type Actor = { accountId: string; isOwner: boolean } | null;

/** The workspace is for accounts. */
export function canEnterWorkspace(actor: Actor): boolean {
  return actor !== null && actor.accountId !== "";
}
