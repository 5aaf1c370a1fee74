import type { Display } from "./states";

/** What stands behind a confirmation link, for the page with the button. */
export type SignatureBehindLink =
  | { status: "unknown" }
  | { status: "expired" | "erased"; petition?: LinkedPetition }
  | {
      status: "pending" | "confirmed" | "withdrawn" | "removed" | "mailbox-full";
      petition: LinkedPetition;
      display: Display;
      country: string | null;
      forgetMe: boolean;
      updates: boolean;
      /** Only while pending: what will be stored, so that the mailbox's owner sees what somebody typed. */
      name?: string;
      reason?: string;
    };

export type LinkedPetition = { slug: string; title: string; locale: string };
