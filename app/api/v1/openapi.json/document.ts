import { z } from "zod";
import { createDocument } from "zod-openapi";
import { campaignListItem, key, listAnswer } from "@/lib/campaigns/schema";
import { demandView, timelineEventView } from "@/lib/evidence/composition-schema";
import { CITATION_FORMATS, campaignWithEvidence, claimView, sourceView } from "@/lib/evidence/schema";
import { office } from "@/lib/letters/office-schema";
import { unsubscribing } from "@/lib/mail/schema";
import { countAnswer, petitionAnswer } from "@/lib/petitions/schema";
import {
  challengeAnswer,
  confirming,
  countryFigures,
  figureHistory,
  publicSigner,
  signingFields,
} from "@/lib/signatures/schema";
import {
  campaignListParameters,
  claimListParameters,
  listParameters,
  numberTableParameters,
  signerListParameters,
  targetListParameters,
  textParameters,
  timelineParameters,
  weekParameters,
  weekTableParameters,
} from "../parameters";
import { letterPaths } from "./letter-paths";
import { acting, asking, citation, path, probe, reading, receiving, table } from "./operations";
import { ownPaths } from "./own-paths";

const slug = key.meta({ description: "Permanent name in paths" });
const campaignPath = z.object({ slug });
const itemPath = z.object({ slug, id: key });
const citationPath = itemPath.extend({ format: z.enum(CITATION_FORMATS) });
const petitionPath = z.object({ slug });
const status = (value: string) => z.object({ status: z.literal(value) });

/**
 * The OpenAPI 3.1 description of what others may rely on, made of the schemas that the doors themselves use. Takes
 * the origin the public sees.
 */
export function openApiDocument(origin: string) {
  return createDocument(
    {
      openapi: "3.1.0",
      info: {
        title: "Vigil",
        version: "1",
        description:
          "Campaigns, their evidence and their petitions. Reading is open to everyone; times are RFC 3339 in UTC.",
        license: { name: "AGPL-3.0-or-later", identifier: "AGPL-3.0-or-later" },
      },
      servers: [{ url: origin }],
      tags: [{ name: "Reading" }, { name: "Signing" }, { name: "Mail" }, { name: "Running" }],
      paths: {
        ...campaignPaths(),
        ...targetPaths(),
        ...petitionPaths(),
        ...ownPaths(),
        ...letterPaths(),
        ...figurePaths(),
        ...mailPaths(),
        ...runningPaths(),
      },
    },
    { override: datesAsText },
  );
}

function campaignPaths() {
  const base = "/api/v1/campaigns";
  return {
    [base]: path(
      reading("listCampaigns", "Campaigns", listAnswer(campaignListItem), { query: campaignListParameters }),
    ),
    [`${base}/{slug}`]: path(
      reading("readCampaign", "One campaign with its evidence in brief", campaignWithEvidence, {
        path: campaignPath,
        query: textParameters,
      }),
    ),
    [`${base}/{slug}/claims`]: path(
      reading("listClaims", "Claims of a campaign", listAnswer(claimView), {
        path: campaignPath,
        query: claimListParameters,
      }),
    ),
    [`${base}/{slug}/claims/{id}`]: path(reading("readClaim", "One claim", claimView, { path: itemPath })),
    [`${base}/{slug}/sources`]: path(
      reading("listSources", "Sources of a campaign", listAnswer(sourceView), {
        path: campaignPath,
        query: listParameters,
      }),
    ),
    [`${base}/{slug}/sources/{id}`]: path(
      reading("readSource", "One source", sourceView, { path: itemPath }),
    ),
    [`${base}/{slug}/claims/{id}/citations/{format}`]: path(
      citation("citeClaim", "The page of a claim as a citation", { path: citationPath }),
    ),
    [`${base}/{slug}/sources/{id}/citations/{format}`]: path(
      citation("citeSource", "A source as a citation", { path: citationPath }),
    ),
    [`${base}/{slug}/timeline`]: path(
      reading("listTimeline", "What happened, by date", listAnswer(timelineEventView), {
        path: campaignPath,
        query: timelineParameters,
      }),
    ),
    [`${base}/{slug}/numbers.csv`]: path(
      table("readNumberTable", "Every figure of the claims, up to 10,000 rows at a time, as a table", {
        path: campaignPath,
        query: numberTableParameters,
      }),
    ),
    [`${base}/{slug}/demands`]: path(
      reading("listDemands", "Who asks what of whom", listAnswer(demandView), {
        path: campaignPath,
        query: listParameters,
      }),
    ),
  };
}

function targetPaths() {
  return {
    "/api/v1/targets": path(
      reading("listTargets", "Offices one can write to", listAnswer(office), { query: targetListParameters }),
    ),
  };
}

function petitionPaths() {
  const base = "/api/v1/petitions/{slug}";
  return {
    [base]: path(
      reading("readPetition", "A petition: texts, state, counts", petitionAnswer, {
        path: petitionPath,
        query: textParameters,
      }),
    ),
    [`${base}/count`]: path(
      reading("readCount", "The live count, at most 3 s old", countAnswer, { path: petitionPath }),
    ),
    [`${base}/proof`]: path(
      asking(
        "askForProof",
        "A challenge whose solution, sent as `altcha`, keeps mails from being late",
        challengeAnswer,
        {
          path: petitionPath,
          refusals: [404, 409],
        },
      ),
    ),
    [`${base}/signatures`]: path(
      acting("signPetition", "Sign; the same answer whatever is known of the address", signingFields, {
        path: petitionPath,
        success: [202, status("check-your-mail")],
        refusals: [400, 404, 409, 413, 415, 422, 429],
      }),
    ),
    "/api/v1/confirmations": path(
      acting("confirmSignature", "Confirm with the mail's token; a single effect however often", confirming, {
        success: [200, status("confirmed").extend({ withdrawalCode: z.string().optional() })],
        refusals: [400, 404, 409, 410, 413, 415, 422, 429],
      }),
    ),
  };
}

function figurePaths() {
  const base = "/api/v1/petitions/{slug}";
  const of = { path: petitionPath };
  return {
    [`${base}/history.json`]: path(reading("readHistory", "The count, day by day", figureHistory, of)),
    [`${base}/history.csv`]: path(table("readHistoryTable", "The count, day by day, as a table", of)),
    [`${base}/countries.json`]: path(
      reading("readCountries", "The count per country at a week's end", countryFigures, {
        ...of,
        query: weekParameters,
      }),
    ),
    [`${base}/countries.csv`]: path(
      table("readCountryTable", "The count per country at a week's end, as a table", {
        ...of,
        query: weekTableParameters,
      }),
    ),
    [`${base}/signers`]: path(
      reading("listSigners", "Signers who chose to be shown", listAnswer(publicSigner), {
        ...of,
        query: signerListParameters,
      }),
    ),
  };
}

function mailPaths() {
  const answer = z.object({ status: z.enum(["unsubscribed", "allowed"]) });
  const heard = z.object({ status: z.enum(["received", "of-no-concern"]) });
  return {
    "/api/v1/unsubscribes": path(
      acting(
        "endMails",
        "End all mails to a mailbox, or allow them again, with a mail's token",
        unsubscribing,
        {
          success: [200, answer],
          refusals: [400, 404, 413, 415, 422],
          tag: "Mail",
        },
      ),
    ),
    "/api/webhooks/resend": path(
      receiving("hearProvider", "What the mail provider says of mails", heard, [400, 401, 404, 409, 413]),
    ),
  };
}

function runningPaths() {
  return {
    "/healthz": path(probe("readHealth", "The process answers", status("ok"), [])),
    "/readyz": path(probe("readReadiness", "All that a signature needs is there", readiness, [503])),
  };
}

const readiness = z.object({
  status: z.enum(["ready", "not-ready"]),
  checks: z.record(z.string(), z.boolean()),
});

type Override = NonNullable<NonNullable<Parameters<typeof createDocument>[1]>["override"]>;

/** JSON has no dates; they are written as RFC 3339 in UTC. */
const datesAsText: Override = ({ jsonSchema, zodSchema }) => {
  if (zodSchema._zod.def.type !== "date") return;
  jsonSchema.type = "string";
  jsonSchema.format = "date-time";
};
