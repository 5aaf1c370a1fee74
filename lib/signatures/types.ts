import type { z } from "zod";
import type { countryFigures, figureHistory, publicSigner } from "./schema";
import type { Display, ReasonState, SignatureState } from "./states";

export type LinkedPetition = { slug: string; title: string /** Language of the title. */; locale: string };

type Shown = {
  petition: LinkedPetition;
  display: Display;
  country: string | null;
  forgetMe: boolean;
  updates: boolean;
};

/** A sign-up that waits for its button: with what somebody typed, so that the mailbox's owner sees it first. */
export type PendingSignature = Shown & {
  status: "pending" /** When the sign-up that is shown was made, RFC 3339; goes back with the button. */;
  shown: string;
  name?: string;
  reason?: string;
};

/** What stands behind a confirmation link, for the page with the button. */
export type SignatureBehindLink =
  | { status: "unknown" }
  | { status: "expired" | "erased"; petition?: LinkedPetition }
  | (Shown & { status: "confirmed" | "withdrawn" | "removed" | "mailbox-full" })
  | PendingSignature;

/** A signer who chose to be shown. */
export type PublicSigner = z.infer<typeof publicSigner>;
/** What is published of a petition day by day, and per country and week. */
export type FigureHistory = z.infer<typeof figureHistory>;
export type CountryFigures = z.infer<typeof countryFigures>;

/** All that is stored of a signature, for its signer alone; null is "not stored". */
export type OwnSignatureView = {
  petition: LinkedPetition;
  /** The text that was signed; `digest` as the reading door of the petition gives it. */
  version: { number: number; locale: string; digest: string };
  state: SignatureState;
  display: Display;
  forgetMe: boolean;
  name: string | null;
  email: string | null;
  country: string | null;
  reason: string | null;
  reasonState: ReasonState | null;
  updates: boolean;
  updatesStoppedAt: Date | null;
  /** Technical: of the limits, of the mailbox's two places, and whether the sign-up came in a burst. */
  mailedAt: Date | null;
  expiresAt: Date | null;
  place: number | null;
  suspected: boolean;
  requestedAt: Date;
  countedAt: Date | null;
  withdrawnAt: Date | null;
  /** How often it was withdrawn and given back. */
  turns: number;
  locale: string;
  source: string | null;
  /** Whether keyed hashes of address and name are stored. */
  fingerprints: boolean;
  /** Whether the hash of a withdrawal code is stored. */
  code: boolean;
  /** Since which UTC day it stands in the public list. */
  listedOn: string | null;
  mails: { kind: string; state: string /** RFC 3339. */; at: string }[];
  undoUntil: Date | null;
  newsUndoUntil: Date | null;
};

export type SignatureBehindOwnLink =
  | { status: "unknown" | "gone" }
  | { status: "expired" /** Slug. */; petition?: string }
  | { status: "there" /** When the link runs out. */; until: Date; signature: OwnSignatureView };
