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

it("has a person look at links, domains and addresses, however they are written", () => {
  for (const own of [
    ...["See https://evil.example/a", "go to www.evil.example", "www.1.cn", "hxxp://evil", "hxxps evil"],
    ...[
      "write to evil@example.org",
      "evil@пример.рф",
      "@evil.com",
      "read ｅｖｉｌ．ｃｏｍ today",
      "ev\u200bil.c\u034fom",
    ],
    ...[
      "example.org",
      "mofa.go.kr",
      "evil-site.xyz",
      "evil.ninja",
      "bit.ly/x",
      "x.com",
      "t.me/abc",
      "example.com:8080",
    ],
    ...[
      "münchen.de",
      "пример.рф",
      "пример.РФ",
      "пример.рф/путь",
      "пример.москва",
      "例子.中国",
      "例子.中国/路径",
      "예시.한국",
    ],
    ...["请看evil.com谢谢", "请看例子.中国，谢谢", "홍길동.com", "δοκιμή.ευ", "xn--e1afmkfd.xn--p1ai"],
    ...["Evil.Com", "EVIL.COM", "evil.Ru", "evil.nInja", "evil.Ninja.com", "evil.Ninja/x", "Dr.evil.com"],
    ...["evil[.]com", "evil (dot) com", "evil [.]\ncom", "58.com", "36.kr", "163.com"],
  ])
    expect(wordsIn(own), own).toBe("link");
});

it("takes no numbered point, abbreviation, name or figure for a link, nor a sentence that begins without a blank", () => {
  for (const own of [
    ...[
      "1.我们要求",
      "2.中国，",
      "3.我们/他们",
      "1.우리는",
      "가.우리는",
      "1.In May",
      "22.November",
      "22.listopadu",
      "10.05.2026.Мы",
    ],
    ...["г.Москва", "ул.Ленина", "т.к.они", "т.е.мы", "и т.д.и т.п.", "в г.Москва/Россия"],
    ...[
      "Dr.Kim",
      "Dr.Li",
      "Mr.Ambassador",
      "Ph.D.in",
      "U.S.in",
      "e.g.the",
      "a.m.to",
      "J.Li",
      "J.R.Smith wrote.",
    ],
    ...["Please help.We ask", "in 2024.They", "STOP.WE ASK", "помогите.Мы просим", "domů.žádám"],
    ...["请帮助.我们要求", "请帮助.中国政府", "도와주세요.우리는", "助けてください.私たちは"],
    ...["It was 3.5 or 10.000. Then … no", "wait…then", "S.O.S! (a. b.)", "@@Yes@@ 5 / 7", "yes/no"],
  ])
    expect(wordsIn(own), own).toBeNull();
});

it("reads words as people do, whatever is hidden in them", () => {
  for (const own of [
    "We will k\u034fill you",
    "We w\u0336i\u0336l\u0336l kill\ufe0f you",
    "Ｗｅ ｗｉｌｌ ｋｉｌｌ",
  ])
    expect(wordsIn(own), own).toBe("threat");
});

const GIVEN = {
  subject: "Stop it",
  text: "Dear Ambassador,\n\nPeople were returned. [1] We ask your embassy to help.\n\nYours sincerely",
};
const own = (text: string, subject = GIVEN.subject, signature: string[] = ["李", "Poland"]) =>
  ownWords({ subject, text, signature }, GIVEN, "en");

it("a writer's own words are what the template did not give, the subject included", () => {
  const sent = `${GIVEN.text.replace("People", "PEOPLE").replace("[1] ", "[1] My aunt was one of them. ")}\n李\nPoland\n`;
  expect(own(sent)).toBe("My aunt was one of them.");
  expect(own(GIVEN.text)).toBe("");
  expect(own(GIVEN.text, "stop it!")).toBe("");
  expect(own(GIVEN.text, "We will bomb the embassy")).toBe("We will bomb the embassy");
});

it("parts of the template's sentences, put together, are one's own, as is what stands in the name too", () => {
  expect(own(`${GIVEN.text}\nWe ask\nyour\nembassy`)).toBe("We ask\nyour\nembassy");
  const threat = "We know where you live.";
  expect(own(GIVEN.text.replace("\n\n", `\n\n${threat}\n\n`), GIVEN.subject, [threat])).toBe(threat);
});
