import { expect, it } from "vitest";
import { keyRing } from "@/lib/crypto/keys";
import { wordsIn } from "./hold-letters";
import { likenessOf } from "./likeness";
import { ownWords } from "./own-words";

const KEYS = keyRing("a secret for tests only, längér than 32");
const shared = (a: bigint[], b: bigint[]) => a.filter((hash) => b.includes(hash)).length;

it("has a person look at threats and abuse, in each language, whatever their case and spaces", () => {
  for (const own of [
    "We will  KILL you.",
    "I’ll kill him",
    "너희를 죽여버리겠다",
    "殺してやる。",
    "我要杀了你们",
    "我要殺了你們",
    "Сдохните, твари",
  ])
    expect(wordsIn(own)).toBe("threat");
  for (const own of ["You are scum!", "Chinks", "짱깨들", "支那人", "你们这些人渣", "Вы – мрази."])
    expect(wordsIn(own)).toBe("abuse");
});

it("takes no part of a word, and no account of what was done to people, for either", () => {
  for (const own of [
    "They were killed and tortured. My uncle said they would die there.",
    "The Scunthorpe choir sang; scumbled paint; fuchsia.",
    "그들은 죽었습니다. 고문을 당했습니다.",
    "彼らは殺されました。",
    "他们被杀害了。",
    "Их убили. Ссука – не слово.",
    "",
  ])
    expect(wordsIn(own)).toBeNull();
});

it("finds one text handed round, also slightly changed, and none in letters of different people", () => {
  const text =
    "My grandmother fled in 1998 and nobody in our village ever heard of her again, although we asked for years.";
  const same = likenessOf(KEYS, text);
  expect(shared(same, likenessOf(KEYS, ` ${text.toUpperCase()} – `))).toBe(same.length);
  expect(shared(same, likenessOf(KEYS, text.replace("1998", "1999")))).toBeGreaterThanOrEqual(
    same.length / 2,
  );
  const other = likenessOf(
    KEYS,
    "I teach history and my pupils asked me why families are sent back to a country that punishes them.",
  );
  expect(shared(same, other)).toBe(0);
  expect(likenessOf(KEYS, "Please help them.")).toEqual([]);
});

it("nobody without the key can test a text", () => {
  const text = "My grandmother fled in 1998 and nobody in our village ever heard of her again.";
  const other = likenessOf(keyRing("another secret for tests, längér than 32"), text);
  expect(shared(likenessOf(KEYS, text), other)).toBe(0);
});

it("a writer's own words are what the template did not give", () => {
  const given = "Dear Ambassador,\n\nPeople were returned. [1]\n\nStop it.\n\nYours sincerely\n李";
  const sent =
    "Dear Ambassador,\n\nPEOPLE were returned. [1] My aunt was one of them.\n\nYours sincerely\n李";
  expect(ownWords(sent, given, "en")).toBe("My aunt was one of them.");
  expect(ownWords(given, given, "en")).toBe("");
});
