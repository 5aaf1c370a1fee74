import { importError, parseDocument } from "@/lib/campaigns/parse-rows";
import { campaignText } from "@/lib/campaigns/schema";
import type { CampaignTextInput, ImportDocument, ImportError } from "@/lib/campaigns/types";
import { passagesOf, strayCitations } from "./check-citations";
import { dossierText } from "./import-schema";
import { strayKeyClaims } from "./publish-campaign-text";
import type { DossierTextInput } from "./types";

type ReadText<T> = { document: ImportDocument; text: T };

/** A campaign's own words and dossiers, those that fit; `original` is the campaign's text in its own language. */
export type CampaignTexts = {
  slug: string | undefined;
  campaigns: ReadText<CampaignTextInput>[];
  dossiers: ReadText<DossierTextInput>[];
  original: CampaignTextInput | undefined;
  errors: ImportError[];
};

/**
 * Reads a folder's texts. Refuses those that do not fit, that belong to another campaign than the given one or the
 * rest, whose file is not named as what it holds, and dossiers whose languages disagree about their position.
 */
export function readTexts(
  files: { campaigns: readonly ImportDocument[]; dossiers: readonly ImportDocument[] },
  given: string | undefined,
): CampaignTexts {
  const read = files.campaigns.map((document) => ({ document, ...parseDocument(campaignText, document) }));
  const readDossiers = files.dossiers.map((document) => ({
    document,
    ...parseDocument(dossierText, document),
  }));
  const campaigns = read.flatMap((each) => (each.ok ? [{ document: each.document, text: each.value }] : []));
  const dossiers = readDossiers.flatMap((each) =>
    each.ok ? [{ document: each.document, text: each.value }] : [],
  );
  const slug = given ?? campaigns[0]?.text.slug;
  return {
    ...{ slug, campaigns, dossiers },
    original: campaigns.find(({ text }) => text.locale === text.defaultLocale)?.text,
    errors: [
      ...[...read, ...readDossiers].flatMap((each) => (each.ok ? [] : each.errors)),
      ...campaigns.flatMap((each) => strayCampaign(each, slug)),
      ...misnamed(campaigns, (text) => `campaign.${text.locale}`),
      ...misnamed(dossiers, (text) => `dossier.${text.dossier}.${text.locale}`),
      ...otherPositions(dossiers),
    ],
  };
}

function strayCampaign({ document, text }: ReadText<CampaignTextInput>, slug: string | undefined) {
  return text.slug === slug ? [] : [importError(document.file, null, "slug", "other-campaign", text.slug)];
}

function misnamed<T>(texts: readonly ReadText<T>[], nameOf: (text: T) => string): ImportError[] {
  return texts.flatMap(({ document: { file }, text }) => {
    const name = `texts/${nameOf(text)}.json`;
    return file === name ? [] : [importError(file, null, "", "file-name", name)];
  });
}

function otherPositions(dossiers: readonly ReadText<DossierTextInput>[]): ImportError[] {
  const first = new Map<string, number>();
  return dossiers.flatMap(({ document, text: { dossier, position } }) => {
    const known = first.get(dossier) ?? position;
    first.set(dossier, known);
    return known === position
      ? []
      : [importError(document.file, null, "position", "other-position", `${known}`)];
  });
}

/** An error for each claim that the texts cite and that will not be there. */
export function strayInTexts(
  { campaigns, dossiers }: CampaignTexts,
  claims: ReadonlySet<string>,
): ImportError[] {
  return [
    ...campaigns.flatMap(({ document: { file }, text }) => [
      ...strayCitations(file, passagesOf(text.body), claims),
      ...strayKeyClaims(file, text, claims),
    ]),
    ...dossiers.flatMap(({ document: { file }, text }) =>
      strayCitations(file, passagesOf(text.body), claims),
    ),
  ];
}
