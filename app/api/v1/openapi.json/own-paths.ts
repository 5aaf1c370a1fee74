import { z } from "zod";
import {
  displayChange,
  download,
  erasure,
  linkFields,
  newsStop,
  withdrawal,
} from "@/lib/signatures/own-schema";
import { DISPLAYS, REASON_STATES, SIGNATURE_STATES } from "@/lib/signatures/states";
import { acting, path } from "./operations";

const status = <T extends string>(...values: [T, ...T[]]) => z.object({ status: z.enum(values) });
const time = z.iso.datetime();

/** What the downloading door answers; null is "not stored". */
const storedSignature = z.object({
  asOf: time,
  signature: z.object({
    petition: z.object({ slug: z.string(), title: z.string(), locale: z.string() }),
    version: z.object({ number: z.int(), locale: z.string(), digest: z.string() }),
    state: z.enum(SIGNATURE_STATES),
    display: z.enum(DISPLAYS),
    forgetMe: z.boolean(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    country: z.string().nullable(),
    reason: z.string().nullable(),
    reasonState: z.enum(REASON_STATES).nullable(),
    updates: z.boolean(),
    updatesStoppedAt: time.nullable(),
    requestedAt: time,
    countedAt: time.nullable(),
    withdrawnAt: time.nullable(),
    turns: z.int(),
    locale: z.string(),
    source: z.string().nullable(),
    fingerprints: z.boolean().meta({ description: "Keyed hashes of address and name are stored" }),
    code: z.boolean().meta({ description: "The hash of a withdrawal code is stored" }),
    listedOn: z.iso.date().nullable(),
    mails: z.array(z.object({ kind: z.string(), state: z.string(), at: time })),
  }),
});

/** The doors with which signers control their own signature. */
export function ownPaths() {
  const refusals = [400, 404, 410, 413, 415, 422, 429];
  const undoable = [...refusals, 409];
  return {
    "/api/v1/manage-links": path(
      acting(
        "askForLinks",
        "Mail a mailbox the links to its signatures (202, the same for every address), or open one with its withdrawal code (200, with token and until)",
        linkFields,
        { success: [202, status("check-your-mail")], refusals: [400, 404, 413, 415, 422, 429] },
      ),
    ),
    "/api/v1/displays": path(
      acting("changeDisplay", "Change how a signature is shown", displayChange, {
        success: [200, status("changed")],
        refusals,
      }),
    ),
    "/api/v1/withdrawals": path(
      acting("withdrawSignature", "Withdraw a signature, or undo that within the hour", withdrawal, {
        success: [200, status("withdrawn", "erased", "confirmed")],
        refusals: undoable,
      }),
    ),
    "/api/v1/erasures": path(
      acting("eraseSignature", "Destroy what is stored of a person; counted unless withdrawn too", erasure, {
        success: [200, status("erased")],
        refusals,
      }),
    ),
    "/api/v1/news-stops": path(
      acting("stopNews", "Take back the consent to news, or undo that within the hour", newsStop, {
        success: [200, status("stopped", "allowed")],
        refusals: undoable,
      }),
    ),
    "/api/v1/downloads": path(
      acting("downloadSignature", "All that is stored of a signature", download, {
        success: [200, storedSignature],
        refusals,
      }),
    ),
  };
}
