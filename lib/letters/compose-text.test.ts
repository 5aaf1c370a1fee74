import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { composeText, isUnchanged, notesFor } from "./compose-text";
import { letterTemplateText } from "./schema";
import type { CitableClaim, LetterParts, LetterVersion } from "./types";

const FILE = "lib/testing/campaign-folder/texts/letter.urad.ko.json";
const PUBLISHED = new Date("2031-05-02T00:00:00.000Z");
const version: LetterVersion = {
  ...letterTemplateText.parse(JSON.parse(readFileSync(FILE, "utf8"))),
  ...{ id: "5f1d7c9e-7c1b-4d67-9d3c-2f7d3f3b8a11", digest: "0", publishedAt: PUBLISHED },
};

const claim = (id: string, given: Partial<CitableClaim> = {}): CitableClaim => ({
  ...{ id, statement: `${id}.`, speaker: "Úřad povodí", contested: false, revisions: [] },
  date: { text: "8. 4. 2031", from: "2031-04-08", to: null, precision: "day" },
  source: { id: "urad-tabulka", title: "하천 측정표 2031" },
  verdict: { label: "reported", reason: "Nikdo neověřil." },
  ...given,
});
const differs: Partial<CitableClaim> = { verdict: { label: "sources-differ", reason: "Čísla se liší." } };
const DISPUTED = ["ryby-urad", "ryby-zprava"];
const CLAIMS = [claim("lhuta"), ...DISPUTED.map((id) => claim(id, differs))];

type Given = Partial<Omit<LetterParts, "choices" | "claims">> & {
  choices?: Partial<LetterParts["choices"]>;
  claims?: CitableClaim[];
};

function parts({ choices, claims = CLAIMS, ...given }: Given = {}): LetterParts {
  return {
    ...{ version, ownWords: "", writer: { name: "Ama Řeháková", country: "CZ" } },
    office: { key: "x", kind: "embassy", name: "대사관", city: "Praha", country: "KR", hostCountry: "Česko" },
    choices: { topics: [], demands: [], confirmedClaims: [], ...choices },
    claims: new Map(claims.map((each) => [each.id, each])),
    ...{ campaign: { slug: "cista-olsava" }, appUrl: "https://vigil.example" },
    ...given,
  };
}

const EVERYTHING = { topics: ["ryby", "voda"], demands: ["nadrz"], confirmedClaims: DISPUTED };
const subsets = (keys: string[]): string[][] =>
  keys.reduce<string[][]>((sets, key) => sets.flatMap((set) => [set, [...set, key]]), [[]]);

test("a letter is its salutation, the writer's own words, what was chosen, and the writer's name, with its sources", () => {
  const letter = composeText(parts({ choices: EVERYTHING, ownWords: " 내 강입니다.\r\n정말로. " }));
  expect(letter.subject).toBe("올샤바의 저수조");
  expect(letter.text.split("\n\n")).toEqual([
    "대사관 귀중 (Praha)",
    "강에 대해 씁니다.",
    "공장은 2030년까지 저수조를 고쳐야 했다.[1]",
    "내 강입니다.\n정말로.",
    "관청은 120마리를 세었다.[2] 단체는 400–500마리를 세었다.[3][1] 두 조사는 서로 다르다.",
    "기한은 지났다.[1]",
    "물은 모두의 것이다.",
    "부탁드립니다.",
    "– 저수조를 고쳐 주십시오.[1]",
    "답을 기다립니다.",
    "올림\nAma Řeháková\n체코",
  ]);
  expect(letter.claims).toEqual(["lhuta", "ryby-urad", "ryby-zprava"]);
  expect(letter.notes[0]).toBe(
    "Úřad povodí (8. 4. 2031). 하천 측정표 2031. https://vigil.example/ko/campaigns/cista-olsava/claims/lhuta",
  );
});

test("whatever is chosen and confirmed: every mark has its note, in order, and nothing disputed is said without a yes", () => {
  const texts = new Set<string>();
  for (const topics of subsets(["ryby", "voda"]))
    for (const demands of subsets(["nadrz"]))
      for (const confirmedClaims of subsets(DISPUTED)) {
        const given = parts({ choices: { topics, demands, confirmedClaims } });
        const { text, notes, claims, contested } = composeText(given);
        const marks = [...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
        const first = [...new Set(marks)];
        expect(first).toEqual(claims.map((_, index) => index + 1));
        expect(notes).toEqual(notesFor(claims, given));
        for (const key of claims.filter((each) => DISPUTED.includes(each)))
          expect(confirmedClaims).toContain(key);
        expect(text.includes("두 조사는 서로 다르다.")).toBe(claims.includes("ryby-urad"));
        expect(contested.map(({ key }) => key)).toEqual(topics.includes("ryby") ? DISPUTED : []);
        expect(text.includes("부탁드립니다.")).toBe(demands.length > 0);
        expect(isUnchanged(given, { subject: given.version.subject, text })).toBe(true);
        expect(composeText(given).text).toBe(text);
        texts.add(text);
      }
  // A paragraph with two disputed claims wants a yes to both.
  expect(texts.size).toBe(12);
});

test("the order is the template's, however the writer chose, and what it does not have is not chosen", () => {
  const chosen = composeText(parts({ choices: { topics: ["voda", "neni", "ryby"], demands: ["ryby"] } }));
  expect(chosen.text).toBe(composeText(parts({ choices: { topics: ["ryby", "voda"] } })).text);
});

test("a salutation fits the office and what is known of it; country and name are in the letter's language", () => {
  const first = (office: Partial<LetterParts["office"]>) =>
    composeText(parts({ office: { ...parts().office, ...office } })).text.split("\n")[0];
  expect(first({})).toBe("대사관 귀중 (Praha)");
  expect(first({ city: null })).toBe("담당자께");
  expect(first({ kind: "un-agency" })).toBe("담당자께");
  const withCountry = { ...version.body, salutations: [{ text: "{country} {office}" }, { text: "–" }] };
  const line = (locale: "ko" | "ru", country: string | null) =>
    composeText(
      parts({
        version: { ...version, locale, body: withCountry },
        office: { ...parts().office, country },
      }),
    ).text.split("\n")[0];
  expect(line("ko", "CZ")).toBe("체코 대사관");
  expect(line("ru", "CZ")).toBe("Чехия 대사관");
  expect(line("ko", null)).toBe("Česko 대사관");
});

test("what became disputed or was corrected since the text was published brings its reason, and wants a yes", () => {
  const revision = {
    ...{ at: "2031-06-01T00:00:00.000Z", statement: "–", changed: ["statement"], by: null },
    ...{ reason: "Termín byl jiný.", substantial: true },
  } as CitableClaim["revisions"][number];
  const corrected = [claim("lhuta", { revisions: [revision] }), ...CLAIMS.slice(1)];
  const left = composeText(parts({ claims: corrected }));
  expect(left.text).not.toContain("공장은");
  expect(left.contested).toEqual([{ key: "lhuta", note: "Termín byl jiný." }]);
  const said = composeText(parts({ claims: corrected, choices: { confirmedClaims: ["lhuta"] } }));
  expect(said.text).toContain("고쳐야 했다.[1] Termín byl jiný.");
  expect(isUnchanged(parts({ claims: corrected }), said)).toBe(true);
  const before = [
    claim("lhuta", { revisions: [{ ...revision, at: "2031-05-01T00:00:00.000Z" }] }),
    ...CLAIMS.slice(1),
  ];
  expect(composeText(parts({ claims: before })).contested).toEqual([]);
  const contested = [claim("lhuta", { contested: true }), ...CLAIMS.slice(1)];
  expect(composeText(parts({ claims: contested })).contested).toEqual([
    { key: "lhuta", note: "Nikdo neověřil." },
  ]);
});

test("what nobody could confirm is never said, whatever is confirmed", () => {
  const unconfirmed = [
    claim("lhuta", { verdict: { label: "unconfirmed", reason: "–" }, contested: true }),
    ...CLAIMS.slice(1),
  ];
  const choices = { ...EVERYTHING, confirmedClaims: ["lhuta", ...DISPUTED] };
  const { text, claims, contested } = composeText(parts({ claims: unconfirmed, choices }));
  expect(claims).toEqual([]);
  expect(contested).toEqual([]);
  expect(text).not.toContain("[");
});

test("a claim that was not given is a fault, never a letter without its source", () => {
  expect(() => composeText(parts({ claims: CLAIMS.slice(1) }))).toThrow("lhuta");
  expect(() => notesFor(["neni"], parts())).toThrow("neni");
});

test.each([
  ["as it is", (text: string) => text, true],
  ["wrapped by a mail program", (text: string) => text.replaceAll(/(.{20}) ?/gu, "$1\r\n> "), true],
  ["with other spaces", (text: string) => ` ${text.replaceAll(" ", "\u00a0\u2003")}\n\n`, true],
  ["decomposed", (text: string) => text.normalize("NFD"), true],
  ["without a chosen paragraph", (text: string) => text.replace("물은 모두의 것이다.\n\n", ""), true],
  ["without marks", (text: string) => text.replaceAll(/\[\d\]/g, ""), true],
  [
    "signed with another name and place",
    (text: string) => text.replace("Ama Řeháková\n체코", "A. Ř.\nBrno"),
    true,
  ],
  ["unsigned", (text: string) => text.replace("Ama Řeháková\n체코", ""), true],
  ["with a few words of one's own", (text: string) => text.replace("물은", "내 물은"), false],
  ["with a sentence taken out", (text: string) => text.replace("관청은 120마리를 세었다.[2] ", ""), false],
  ["with a short sentence added", (text: string) => text.replace("\n\n올림", "\n\n제발.\n\n올림"), false],
  ["with a long postscript", (text: string) => `${text}\n\n${"추신 ".repeat(30)}`, false],
])("a letter %s counts as unchanged or not", (_, edit, unchanged) => {
  const given = parts({ choices: EVERYTHING });
  const text = edit(composeText(given).text);
  expect(isUnchanged(given, { subject: given.version.subject, text })).toBe(unchanged);
});

test("a letter with another subject, or with its writer's name in what it says, is not unchanged", () => {
  const given = parts({ choices: EVERYTHING });
  const { subject, text } = composeText(given);
  expect(isUnchanged(given, { subject: ` ${subject}! `, text })).toBe(true);
  expect(isUnchanged(given, { subject: `${subject} 제발`, text })).toBe(false);
  expect(isUnchanged(given, { subject, text: text.replace("\n\n", "\n\nAma Řeháková\n\n") })).toBe(false);
});

test("a letter with a writer's own words is their own", () => {
  const given = parts({ choices: EVERYTHING, ownWords: "제 강입니다." });
  expect(isUnchanged(given, composeText(given))).toBe(false);
});
