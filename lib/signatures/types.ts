import type { z } from "zod";
import type { countryFigures, figureHistory, publicSigner } from "./schema";
import type { Display } from "./states";

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
