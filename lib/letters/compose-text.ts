import { countryName } from "@/lib/i18n/country-names";
import { foldText } from "./fold-text";
import { judgeParagraph } from "./judge-paragraph";
import { placesIn } from "./places";
import {
  type AddressedOffice,
  type CitableClaim,
  type ComposedLetter,
  type LetterBody,
  type LetterChoice,
  type LetterParagraph,
  type LetterParts,
  type LetterText,
  type LetterVersion,
  paragraphsOf,
} from "./types";

/** Languages without a space between sentences. */
const SPACELESS: readonly string[] = ["ja", "zh-Hans", "zh-Hant"];
/** Letters and digits that a place beside the writer's name may have. */
const PLACE_LONGEST = 40;

/**
 * Puts a letter together from a template: salutation, opening, own words, the chosen topics and demands in the
 * template's order, closing, farewell, name and country. A mark follows each sentence for every claim it rests on; the
 * notes stand in the order of the marks. A paragraph that cites a disputable claim comes in with its note, and only
 * where every such claim of it is confirmed; confirmed or not, they are in `contested`. The same parts give the same
 * letter, whoever writes it. Throws where a cited claim is not among the given ones.
 */
export function composeText(parts: LetterParts): ComposedLetter {
  const { version, choices, claims, office, ownWords, writer } = parts;
  const judging = { version, claims, confirmed: choices.confirmedClaims };
  const judge = (paragraphs: readonly LetterParagraph[]) =>
    paragraphs.map((paragraph) => ({ paragraph, ...judgeParagraph(paragraph, judging) }));
  const [opening, rest] = [judge(version.body.opening), judge(afterOwnWords(version.body, choices))];
  const marks = new Map<string, number>();
  const write = (judged: ReturnType<typeof judge>) =>
    judged.flatMap(({ paragraph, isIn, note }) =>
      isIn ? [writeParagraph(paragraph, note, marks, version)] : [],
    );
  const own = ownWords.replace(/\r\n?/g, "\n").trim();
  const blocks = [
    salutationFor(version, office),
    ...write(opening),
    ...(own === "" ? [] : [own]),
    ...write(rest),
    [version.body.farewell, ...signature(writer, version)].join("\n"),
  ];
  const cited = [...marks.keys()];
  const disputed = [...opening, ...rest].flatMap((judged) => judged.disputed);
  return {
    subject: version.subject,
    text: blocks.join("\n\n"),
    notes: notesFor(cited, parts),
    claims: cited,
    contested: [...new Map(disputed.map((each) => [each.key, each])).values()],
  };
}

function afterOwnWords(body: LetterBody, { topics, demands }: LetterParts["choices"]): LetterParagraph[] {
  const chosen = (from: readonly LetterChoice[], keys: readonly string[]) =>
    from.filter(({ key }) => keys.includes(key)).flatMap(({ paragraphs }) => paragraphs);
  const asked = chosen(body.demands, demands);
  return [
    ...chosen(body.topics, topics),
    ...(asked.length > 0 ? body.request : []),
    ...asked,
    ...body.closing,
  ];
}

function salutationFor({ locale, body }: LetterVersion, office: AddressedOffice): string {
  const known = {
    ...{ office: office.name, city: office.city },
    country: office.country ? countryName(office.country, locale) : office.hostCountry,
  };
  const fit = body.salutations.find(
    ({ kind, text }) =>
      (kind === undefined || kind === office.kind) &&
      placesIn(text).every((place) => known[place as keyof typeof known] !== null),
  );
  if (!fit) throw new Error("a template without a salutation that fits every office");
  return fit.text
    .replace(/\{(office|city|country)\}/g, (_, place: keyof typeof known) => known[place] ?? "");
}

function writeParagraph(
  { sentences }: LetterParagraph,
  note: string | null,
  marks: Map<string, number>,
  { locale }: Pick<LetterVersion, "locale">,
): string {
  const written = sentences.map(({ text, claims }) => {
    for (const claim of claims) if (!marks.has(claim)) marks.set(claim, marks.size + 1);
    return [text, ...claims.map((claim) => `[${marks.get(claim)}]`)].join("");
  });
  return [...written, ...(note === null ? [] : [note])].join(SPACELESS.includes(locale) ? "" : " ");
}

/** The lines under the farewell, as far as they are known. */
export function signature({ name, country }: LetterParts["writer"], { locale }: LetterVersion): string[] {
  return [name.trim(), country ? countryName(country, locale) : ""].filter((line) => line !== "");
}

/**
 * What stands under a letter for these claims, in their order: who says so, when, in which document, and where the
 * claim's page is for good. A note does not repeat its mark. Throws for a claim that is not among the given ones.
 */
export function notesFor(
  cited: readonly string[],
  { claims, campaign, appUrl, version }: Pick<LetterParts, "claims" | "campaign" | "appUrl" | "version">,
): string[] {
  const noteOf = ({ id, speaker, date, source }: CitableClaim) =>
    `${speaker} (${date.text}). ${source.title}. ${appUrl}/${version.locale}/campaigns/${campaign.slug}/claims/${id}`;
  return cited.map((key) => {
    const claim = claims.get(key);
    if (!claim) throw new Error(`a note for ${key}, which is not among the claims`);
    return noteOf(claim);
  });
}

/**
 * Whether a letter says nothing but what its template says: its subject, and paragraphs that are each a whole one of the
 * template, whichever were chosen or left out and however lines and spaces fell. Name and place under the farewell do not
 * count.
 */
export function isUnchanged(
  parts: TemplateParts,
  { subject, text }: Pick<LetterText, "subject" | "text">,
): boolean {
  if (foldText(subject) !== foldText(parts.version.subject)) return false;
  const names = signature(parts.writer, parts.version);
  const farewell = foldText(parts.version.body.farewell);
  const sent = foldText(text);
  const end = sent.lastIndexOf(farewell);
  const [head, tail] = end < 0 ? [sent, ""] : [sent.slice(0, end), sent.slice(end + farewell.length)];
  // Without a farewell the name follows the last paragraph.
  const given = end < 0 ? [...everyPiece(parts), ...names] : everyPiece(parts);
  return without(head, given) === "" && without(tail, names).length <= PLACE_LONGEST;
}

type TemplateParts = Pick<LetterParts, "version" | "office" | "writer" | "claims">;

/** All that a template may say, paragraph by paragraph, with and without what is disputed about it. */
function everyPiece({ version, office, claims }: TemplateParts): string[] {
  return [
    ...[salutationFor(version, office), ...version.body.salutations.map(({ text }) => text)],
    ...paragraphsOf(version.body).flatMap((paragraph) => {
      const said = paragraph.sentences.map(({ text }) => text).join("");
      const { note } = judgeParagraph(paragraph, { version, claims, confirmed: [] });
      return [said, `${said}${note ?? ""}`];
    }),
  ];
}

function without(text: string, parts: readonly string[]): string {
  return parts
    .map(foldText)
    .filter((part) => part !== "")
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, part) => left.replace(part, ""), text);
}
