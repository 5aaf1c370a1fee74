import type { z } from "zod";
import type { Paragraph } from "@/lib/campaigns/types";
import type {
  petitionBody,
  petitionCounts,
  petitionTarget,
  petitionText,
  petitionVersionLine,
  petitionVersionView,
  petitionView,
} from "./schema";

export type { Paragraph, Section, Sentence } from "@/lib/campaigns/types";
export { citedClaims } from "@/lib/campaigns/types";
export type PetitionBody = z.infer<typeof petitionBody>;
export type PetitionText = z.infer<typeof petitionText>;
export type PetitionVersionView = z.infer<typeof petitionVersionView>;
export type PetitionVersionLine = z.infer<typeof petitionVersionLine>;
export type PetitionTarget = z.infer<typeof petitionTarget>;
export type PetitionCounts = z.infer<typeof petitionCounts>;
export type PetitionView = z.infer<typeof petitionView>;

/** Signatures gathered elsewhere: shown with their source, never added. */
export type CollectedElsewhere = {
  kind: "paper" | "partner";
  amount: number;
  source: string;
  collectedOn: Date;
};

/** Every paragraph of a petition's text, in reading order. */
export function paragraphsOf(body: PetitionBody): Paragraph[] {
  return [...body.opening, ...body.demands.flatMap((demand) => demand.paragraphs), ...body.closing];
}
