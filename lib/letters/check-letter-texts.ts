import { isDeepStrictEqual } from "node:util";
import { importError, parseDocument } from "@/lib/campaigns/parse-rows";
import { citedClaims, type ImportDocument, type ImportError } from "@/lib/campaigns/types";
import type { Db } from "@/lib/db/prisma";
import { type CitationFlag, checkCitations, type Passage } from "@/lib/evidence/check-citations";
import type { Verdict } from "@/lib/evidence/types";
import { UNVERIFIED } from "./judge-paragraph";
import { digestLetterText, TEMPLATE_SETTINGS } from "./publish-letter-text";
import { letterTemplateText, TEMPLATE_LONGEST } from "./schema";
import { type LetterBody, type LetterParagraph, type LetterTemplateText, paragraphsOf } from "./types";
import { writingFields } from "./writing-schema";

/** A campaign that letters are brought to. */
export type LetterCampaign = { id: string; slug: string; defaultLocale: string };
type ReadText = { file: string; text: LetterTemplateText };

/**
 * Reads the letters of a campaign's folder and holds them against what is stored. Returns those that fit in the order
 * in which they can be published (lower numbers, then the campaign's own language first), each with its disputable
 * citations, and every error: besides what the schema says, an unknown target or claim, a disputable claim in a
 * paragraph without a note, a claim that nobody could confirm, a text too long for a letter, and a text that is
 * published already with other words, or too early.
 */
export async function checkLetterTexts(
  tx: Db,
  campaign: LetterCampaign,
  documents: readonly ImportDocument[],
): Promise<{ texts: ReadText[]; flags: (CitationFlag & { file: string })[]; errors: ImportError[] }> {
  const read = documents.map(({ file, content }) => ({
    file,
    ...parseDocument(letterTemplateText, { file, content }),
  }));
  const texts = read
    .flatMap((each) => (each.ok ? [{ file: each.file, text: each.value }] : []))
    .toSorted(publishingOrder(campaign));
  const cited = [];
  for (const { file, text } of texts) cited.push(await checkSentences(tx, campaign.id, file, text.body));
  return {
    texts,
    flags: cited.flatMap(({ flags }) => flags),
    errors: [
      ...read.flatMap((each) => (each.ok ? [] : each.errors)),
      ...texts.flatMap((each) => checkFile(each, campaign, texts)),
      ...(await checkTargets(tx, campaign, texts)),
      ...cited.flatMap(({ errors }) => errors),
      ...(await checkNumbers(tx, campaign, texts)),
    ],
  };
}

function publishingOrder({ defaultLocale }: LetterCampaign) {
  const isTranslation = ({ text }: ReadText) => Number(text.locale !== defaultLocale);
  return (a: ReadText, b: ReadText) => a.text.number - b.text.number || isTranslation(a) - isTranslation(b);
}

function checkFile({ file, text }: ReadText, { slug }: LetterCampaign, texts: ReadText[]): ImportError[] {
  const problem = (field: string, code: string, more = "") => importError(file, null, field, code, more);
  const name = `texts/letter.${text.template}.${text.locale}.json`;
  const first = texts.find((other) => other.text.template === text.template)?.text ?? text;
  const whole = withEverything(text.body);
  return [
    ...(file === name ? [] : [problem("", "file-name", name)]),
    ...(text.campaign === slug ? [] : [problem("campaign", "other-campaign", text.campaign)]),
    ...(text.kinds.length + text.targets.length > 0 ? [] : [problem("kinds", "empty")]),
    ...(whole.length <= TEMPLATE_LONGEST
      ? unsendable(whole).map((code) => problem("body", code))
      : [problem("body", "too-long", `${whole.length} of ${TEMPLATE_LONGEST}`)]),
    ...TEMPLATE_SETTINGS.filter((field) => !isDeepStrictEqual(text[field], first[field])).map((field) =>
      problem(field, "other-settings"),
    ),
  ];
}

/** Why a letter with these words would be refused when somebody sends it. */
function unsendable(whole: string): string[] {
  const read = writingFields.shape.text.safeParse(whole);
  return read.success ? [] : read.error.issues.map(({ message }) => message);
}

/** A letter with everything chosen and confirmed, before own words and name. */
function withEverything(body: LetterBody): string {
  const greetings = body.salutations.map(({ text }) => text).toSorted((a, b) => b.length - a.length);
  const paragraphs = paragraphsOf(body).map(({ sentences, note = "" }) =>
    [...sentences.map(({ text, claims }) => text + "[00]".repeat(claims.length)), note].join(" "),
  );
  return [...greetings.slice(0, 1), ...paragraphs, body.farewell].join("\n\n");
}

async function checkTargets(tx: Db, { id }: LetterCampaign, texts: ReadText[]): Promise<ImportError[]> {
  const rows = await tx.target.findMany({ where: { campaignId: id }, select: { key: true } });
  const known = new Set(rows.map(({ key }) => key));
  return texts.flatMap(({ file, text }) =>
    text.targets.flatMap((key, index) =>
      known.has(key) ? [] : [importError(file, null, `targets[${index}]`, "unknown-reference", key)],
    ),
  );
}

async function checkSentences(tx: Db, campaignId: string, file: string, body: LetterBody) {
  const { errors, flags } = await checkCitations(tx, campaignId, file, passagesOf(body));
  const verdicts = new Map(flags.map(({ claim, verdict }) => [claim, verdict]));
  const notes = passagesOf(body).flatMap(({ field, paragraphs }) =>
    paragraphs.flatMap((paragraph, index) => checkNote(file, `${field}[${index}]`, paragraph, verdicts)),
  );
  return { errors: [...errors, ...notes], flags: flags.map((flag) => ({ ...flag, file })) };
}

/** `disputed` are the verdicts of the disputable claims. */
function checkNote(
  file: string,
  field: string,
  paragraph: LetterParagraph,
  disputed: ReadonlyMap<string, Verdict>,
): ImportError[] {
  return citedClaims([paragraph])
    .filter((key) => disputed.has(key))
    .flatMap((key) => {
      if (disputed.get(key) === UNVERIFIED) return [importError(file, null, field, "unverified-claim", key)];
      if (paragraph.note !== undefined) return [];
      return [importError(file, null, `${field}.note`, "disputed-without-note", key)];
    });
}

function passagesOf({ opening, topics, request, demands, closing }: LetterBody): Passage[] {
  const chosen = (name: string, choices: LetterBody["topics"]) =>
    choices.map(({ paragraphs }, index) => ({ field: `body.${name}[${index}].paragraphs`, paragraphs }));
  return [
    { field: "body.opening", paragraphs: opening },
    ...chosen("topics", topics),
    { field: "body.request", paragraphs: request },
    ...chosen("demands", demands),
    { field: "body.closing", paragraphs: closing },
  ];
}

/**
 * A number follows the highest (a template's first may be any, as an export of it has its newest), each first in the
 * campaign's own language; what is published stays as it is.
 */
async function checkNumbers(tx: Db, campaign: LetterCampaign, texts: ReadText[]): Promise<ImportError[]> {
  const rows = await tx.letterTemplateVersion.findMany({
    where: { template: { campaignId: campaign.id } },
    select: { number: true, locale: true, digest: true, template: { select: { key: true } } },
  });
  const stored = rows.map(({ template, ...version }) => ({ ...version, template: template.key }));
  return texts.flatMap(({ file, text }, index) => {
    const before = texts.slice(0, index).map((each) => ({ ...each.text, digest: null }));
    const ofTemplate = [...stored, ...before].filter(({ template }) => template === text.template);
    const wrong = checkNumber(text, ofTemplate, campaign.defaultLocale);
    return wrong ? [importError(file, null, "number", wrong)] : [];
  });
}

type EarlierVersion = { number: number; locale: string; digest: string | null };

function checkNumber(
  text: LetterTemplateText,
  earlier: readonly EarlierVersion[],
  original: string,
): "published-already" | "number-gap" | "translation-first" | null {
  const { number, locale } = text;
  const published = earlier.find((each) => each.number === number && each.locale === locale);
  if (published) return published.digest === digestLetterText(text) ? null : "published-already";
  if (earlier.length > 0 && earlier.every((each) => each.number < number - 1)) return "number-gap";
  if (locale === original || earlier.some((each) => each.number === number && each.locale === original))
    return null;
  return "translation-first";
}
