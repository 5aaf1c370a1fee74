import type pg from "pg";
import { DAY } from "@/lib/time/durations";
import { isCorrected } from "./claim-corrections";
import { holdsLink } from "./hold-links";
import { HOLD_WORDS } from "./hold-words";
import { areAlike } from "./likeness";
import type { HoldReason } from "./states";

type Queryable = Pick<pg.PoolClient, "query">;

/** Letters whose own words are like those of this many other mailboxes … */
const OTHER_MAILBOXES = 3;
/** … within this time are one text handed round, and a person looks at it. */
const LOOKED_BACK = 7 * DAY;

/** Scripts in which words do not stand apart. */
const JOINED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** What nobody sees in a word: marks that stay beside their letter after composing, and what is drawn nowhere. */
const UNSEEN = /[\p{M}\p{Default_Ignorable_Code_Point}]+/gu;

/**
 * What a letter is looked at for: how its writer is named, what they say themselves, their sketch (likeness.ts) and
 * whose it is.
 */
type Looked = {
  id: string;
  name: string;
  own: string;
  claims: string[];
  likeness: string[];
  emailHash: Buffer;
};

/**
 * Why a letter has to be looked at by a person before it leaves, or null. Nothing is ever refused here. A letter that says
 * only what its template says is like all others by intent, and has no words of its own to hold it for. What is given as the
 * writer's name is looked at as a whole, for it stands in the letter and before it.
 */
export async function whyHold(client: Queryable, letter: Looked, now: Date): Promise<HoldReason | null> {
  const said = wordsIn(`${letter.name}\n${letter.own}`);
  if (said) return said;
  if (await isCorrected(client, letter)) return "corrected";
  return (await isLikeOthers(client, letter, now)) ? "alike" : null;
}

/** Whether own words hold what somebody should look at, in whichever language. */
export function wordsIn(own: string): "threat" | "abuse" | "link" | null {
  const shown = own.normalize("NFKC").replace(UNSEEN, "");
  const text = shown.toLowerCase().replace(/[\s’ʼ]+/gu, (run) => (/\s/.test(run) ? " " : "'"));
  const holds = (words: readonly string[]) => words.some((word) => says(text, word));
  const lists = Object.values(HOLD_WORDS);
  if (lists.some(({ threat }) => holds(threat))) return "threat";
  if (lists.some(({ abuse }) => holds(abuse))) return "abuse";
  return holdsLink(shown) ? "link" : null;
}

function says(text: string, word: string): boolean {
  if (JOINED.test(word)) return text.includes(word);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const around = [text.slice(0, at).at(-1), text.at(at + word.length)];
    if (around.every((next) => next === undefined || !/[\p{L}\p{M}\p{N}]/u.test(next))) return true;
  }
  return false;
}

/** Only letters that a mailbox said yes to count: whoever sends drafts in holds nobody's letter. */
async function isLikeOthers(
  client: Queryable,
  { id, likeness, emailHash }: Looked,
  now: Date,
): Promise<boolean> {
  if (likeness.length === 0) return false;
  const { rows } = await client.query<{ mailboxes: number }>(
    `SELECT count(DISTINCT email_hash)::int AS mailboxes FROM letter
     WHERE id <> $1 AND email_hash <> $2 AND confirmed_at > $3 AND ${areAlike("likeness", "$4::bigint[]")}`,
    [id, emailHash, new Date(now.getTime() - LOOKED_BACK), likeness],
  );
  return (rows[0]?.mailboxes ?? 0) >= OTHER_MAILBOXES;
}
