import type { CampaignView } from "@/lib/campaigns/types";
import type { Locale } from "@/lib/i18n/locales";

/** Whose evidence it is: its name in paths, and the language that claims, sources and notes are kept in. */
export type EvidenceCampaign = Pick<CampaignView, "slug" | "defaultLocale">;

/** Pages that show all of a campaign's evidence, each in one way, in the order a reader needs them. */
export const EVIDENCE_PAGES = [
  "numbers",
  "conflicts",
  "timeline",
  "map",
  "demands",
  "checks",
  "sources",
] as const;
export type EvidencePage = (typeof EVIDENCE_PAGES)[number];

/** What has an entry of its own on one of these pages, and on which. */
const ENTRY_PAGES = {
  event: "timeline",
  demand: "demands",
  plan: "demands",
  act: "demands",
  comparison: "conflicts",
  check: "checks",
} as const satisfies Record<string, EvidencePage>;
export type EntryKind = keyof typeof ENTRY_PAGES;

/** An entry's name on its page. Kinds that share a page have keys of their own, which may be alike. */
export function entryId(kind: EntryKind | "claim", key: string | number): string {
  return `${kind}-${key}`;
}

/** Lists of these go on on further pages: their page is told which entry it must have. */
const LONG_LISTS: readonly EntryKind[] = ["event", "demand"];

/** Where the pages of a campaign's evidence are; `locale` is left out for paths below it. */
export function evidencePaths(campaignSlug: string, locale?: Locale) {
  const campaign = `${locale ? `/${locale}` : ""}/campaigns/${campaignSlug}`;
  const evidence = `${campaign}/evidence`;
  return {
    campaign,
    evidence,
    search: `${evidence}/search`,
    page: (page: EvidencePage) => `${evidence}/${page}`,
    entry: (kind: EntryKind, key: string | number) =>
      `${evidence}/${ENTRY_PAGES[kind]}${LONG_LISTS.includes(kind) ? `?from=${key}` : ""}#${entryId(kind, key)}`,
    dossier: (key: string) => `${evidence}/${key}`,
    claim: (key: string) => `${campaign}/claims/${key}`,
    source: (key: string) => `${campaign}/sources/${key}`,
  };
}
export type EvidencePaths = ReturnType<typeof evidencePaths>;

const LOST = /^(\/[\w-]+\/campaigns\/[a-z0-9-]+)\/(claims|sources)\/[^/]+$/;

/** Which kind of page an address of nothing asks for, and where its campaign's evidence is; null for any other page. */
export function lostEvidence(path: string): { kind: "no-claim" | "no-source"; evidence: string } | null {
  const [, campaign, list] = LOST.exec(path) ?? [];
  if (!campaign) return null;
  return { kind: list === "claims" ? "no-claim" : "no-source", evidence: `${campaign}/evidence` };
}
