import type { z } from "zod";
import type {
  campaignListItem,
  campaignText,
  campaignView,
  paragraph,
  section,
  sentence,
  targetRow,
} from "./schema";

export type Sentence = z.infer<typeof sentence>;
export type Paragraph = z.infer<typeof paragraph>;
export type Section = z.infer<typeof section>;
export type CampaignTextInput = z.infer<typeof campaignText>;
export type TargetRow = z.infer<typeof targetRow>;
export type CampaignListItem = z.infer<typeof campaignListItem>;
export type CampaignView = z.infer<typeof campaignView>;

/** What is wrong where in an imported file. `row` counts from 1; null where the file as a whole is wrong. */
export type ImportError = { file: string; row: number | null; field: string; code: string; detail: string };

/** A parsed JSON document and the name its errors are reported under. */
export type ImportDocument = { file: string; content: unknown };

/** One page of a list; `next` is the key to go on after, null on the last page. */
export type Page<T> = { items: T[]; next: string | null };

/** What an import did. */
export type ImportCounts = { created: number; changed: number; unchanged: number };

/** Keys of the claims a text cites, in order of first citation. */
export function citedClaims(paragraphs: readonly Paragraph[]): string[] {
  return [...new Set(paragraphs.flatMap(({ sentences }) => sentences.flatMap(({ claims }) => claims)))];
}
