import { keyedHash } from "@/lib/crypto/hash";
import type { KeyRing } from "@/lib/crypto/keys";
import { foldText } from "./fold-text";

/** Letters and digits in a row that are compared; about two words, or a clause in Chinese. */
const SHINGLE = 8;
/** Shorter words of one's own are alike by chance: "Please help them" is nobody's copy. */
const SHORTEST = 60;
/** Hashes kept of a letter … */
const SKETCH = 32;

/**
 * By what letters are found to be alike: the smallest keyed hashes of all runs of SHINGLE characters (a bottom-k sketch;
 * Broder, On the resemblance and containment of documents, 1997). Nobody without the key can test a text against it.
 * Takes the writer's own words; few give none.
 */
export function likenessOf(keys: KeyRing, own: string): bigint[] {
  const letters = [...foldText(own)];
  if (letters.length < SHORTEST) return [];
  const starts = Array.from({ length: letters.length - SHINGLE + 1 }, (_, index) => index);
  const shingles = new Set(starts.map((start) => letters.slice(start, start + SHINGLE).join("")));
  const key = keys.of("letter-likeness");
  const hashes = [...shingles].map((shingle) => keyedHash(key, shingle).readBigInt64BE(0));
  return hashes.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).slice(0, SKETCH);
}

/** SQL: whether two sketches share half of the smaller one. Takes the names of two columns or placeholders. */
export function areAlike(one: string, other: string): string {
  return `${one} && ${other} AND 2 * cardinality(ARRAY(SELECT unnest(${one}) INTERSECT SELECT unnest(${other}))) >= least(cardinality(${one}), cardinality(${other}))`;
}
