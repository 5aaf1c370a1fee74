/**
 * Finds the number from 0 to `max` that, written after `salt` (ASCII), has the SHA-256 `challenge` (hex); null where there is none.
 * Written out because a browser's own digest answers each question by a message, which costs more than the hash. FIPS 180-4, 6.2.
 */
export function solve(salt: string, challenge: string, max: number): number | null {
  // Most numbers fail at the first word.
  const wanted = Array.from(
    { length: 8 },
    (_, n) => Number.parseInt(challenge.slice(n * 8, n * 8 + 8), 16) | 0,
  );
  const whole = salt.length - (salt.length % BLOCK);
  const start = hashBlocks(Int32Array.from(START), salt.slice(0, whole), 0);
  const rest = salt.slice(whole);
  for (let number = 0; number <= max; number += 1) {
    const found = hashBlocks(start.slice(), rest + number, whole, true);
    if (wanted[0] === found[0] && wanted.every((part, n) => part === found[n])) return number;
  }
  return null;
}

const BLOCK = 64;
const words = new Int32Array(BLOCK);

/** Takes in the text's blocks; the last ones with padding and the length, counted from `before`. */
function hashBlocks(state: Int32Array, text: string, before: number, isLast = false): Int32Array {
  const end = isLast ? Math.ceil((text.length + 9) / BLOCK) * BLOCK : text.length;
  for (let at = 0; at < end; at += BLOCK) {
    words.fill(0, 0, 16);
    for (let n = at; n < at + BLOCK && n <= text.length; n += 1) {
      const byte = n < text.length ? text.charCodeAt(n) : isLast ? 0x80 : 0;
      words[(n - at) >> 2] = word(words, (n - at) >> 2) | (byte << (24 - (n % 4) * 8));
    }
    if (isLast && at + BLOCK === end) words[15] = (before + text.length) * 8;
    compress(state);
  }
  return state;
}

/** Always within bounds. */
const word = (words: Int32Array, at: number) => words[at] ?? 0;
const turn = (bits: number, by: number) => (bits >>> by) | (bits << (32 - by));

function compress(state: Int32Array): void {
  for (let n = 16; n < BLOCK; n += 1) {
    const early = word(words, n - 15);
    const late = word(words, n - 2);
    const low = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const high = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words[n] = word(words, n - 16) + low + word(words, n - 7) + high;
  }
  let a = word(state, 0);
  let b = word(state, 1);
  let c = word(state, 2);
  let d = word(state, 3);
  let e = word(state, 4);
  let f = word(state, 5);
  let g = word(state, 6);
  let h = word(state, 7);
  for (let n = 0; n < BLOCK; n += 1) {
    const choice = (e & f) ^ (~e & g);
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice + word(ROUND, n) + word(words, n)) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] = word(state, 0) + a;
  state[1] = word(state, 1) + b;
  state[2] = word(state, 2) + c;
  state[3] = word(state, 3) + d;
  state[4] = word(state, 4) + e;
  state[5] = word(state, 5) + f;
  state[6] = word(state, 6) + g;
  state[7] = word(state, 7) + h;
}

/** The first 32 bits of the fractional parts of the square and cube roots of the first primes. */
const primes = firstPrimes(BLOCK);
const START = primes.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)));
const ROUND = Int32Array.from(primes, (prime) => fraction(prime ** (1 / 3)));

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}
