import { z } from "zod";
import { tellingAnswer } from "@/lib/letters/answer-schema";
import { paperFields } from "@/lib/letters/paper-schema";
import { takenFields } from "@/lib/letters/taken-schema";
import { ownLetterFields, writingFields } from "@/lib/letters/writing-schema";
import { WRITING_STEPS } from "@/lib/letters/writing-steps";
import { challengeAnswer } from "@/lib/signatures/schema";
import { acting, asking, path } from "./operations";

const status = <T extends string>(...values: [T, ...T[]]) => z.object({ status: z.enum(values) });
const tag = "Letters";

const { campaign, target, language } = writingFields.shape;
/** What a step of writing reads; forms send more, which travels on to the next page. */
const composing = writingFields
  .pick({ template: true, version: true, locale: true, topics: true, demands: true, confirmed: true })
  .extend(writingFields.pick({ own: true, country: true }).shape)
  .extend({
    ...{ campaign, target },
    language: language.optional(),
    name: writingFields.shape.name.optional(),
    step: z
      .enum(WRITING_STEPS)
      .optional()
      .describe("The step that is asked for: what leads to it is checked"),
  });
const composed = z.object({
  subject: z.string(),
  text: z.string().describe("From salutation to name, with marks such as [1]"),
  notes: z.array(z.string()).describe("The source of each mark, in order"),
  claims: z.array(z.string()).describe("Their keys"),
  contested: z
    .array(z.object({ key: z.string(), note: z.string() }))
    .describe("Disputable claims among what was chosen, in the letter or not"),
});

/** The doors with which people write letters to offices and control their own. */
export function letterPaths() {
  const refusals = [400, 404, 410, 413, 415, 422, 429];
  return {
    "/api/v1/letters": path(
      acting("writeLetter", "Write a letter to an office; its mailbox is asked for a yes", writingFields, {
        success: [202, status("check-your-mail")],
        refusals: [400, 404, 409, 413, 415, 422, 429],
        tag,
      }),
    ),
    "/api/v1/campaigns/{slug}/proof": path(
      asking(
        "askForLetterProof",
        "A challenge whose solution, sent with a letter as `altcha`, keeps its mail from being late",
        challengeAnswer,
        { path: z.object({ slug: campaign }), refusals: [404, 409] },
      ),
    ),
    "/api/v1/letters/texts": path(
      acting(
        "composeLetter",
        "The letter as a template gives it for what was chosen; nothing is stored",
        composing,
        {
          success: [200, composed],
          refusals: [400, 404, 409, 413, 415, 422, 429],
          tag,
        },
      ),
    ),
    "/api/v1/letters/papers": path(drawing()),
    "/api/v1/letters/taken": path(
      acting(
        "noteTakenLetter",
        "Say that a letter was sent by oneself: a number a week, of nobody",
        takenFields,
        {
          success: [200, status("noted")],
          refusals: [400, 404, 413, 415, 422, 429],
          tag,
        },
      ),
    ),
    "/api/v1/letter-confirmations": path(
      acting("confirmLetter", "Let a letter go, as its mailbox", ownLetterFields, {
        success: [200, status("confirmed")],
        refusals: [...refusals, 409],
        tag,
      }),
    ),
    "/api/v1/letter-withdrawals": path(
      acting("withdrawLetter", "Take a letter back that has not left", ownLetterFields, {
        success: [200, status("withdrawn", "deleted")],
        refusals: [...refusals, 409],
        tag,
      }),
    ),
    "/api/v1/letter-erasures": path(
      acting("eraseLetter", "Destroy what is stored of a letter and its writer", ownLetterFields, {
        success: [200, status("erased")],
        refusals: [...refusals, 409],
        tag,
      }),
    ),
    "/api/v1/letter-answers": path(
      acting("tellAnswer", "Say whether the office answered", tellingAnswer, {
        success: [200, z.object({ status: z.string() })],
        refusals: [...refusals, 409],
        tag,
      }),
    ),
  };
}

/** The one that answers with a file. */
function drawing(): ReturnType<typeof acting> {
  const operation = acting(
    "drawLetter",
    "A letter, or an envelope for it, as a PDF to print; nothing is stored",
    paperFields,
    {
      success: [200, z.string()],
      refusals: [400, 404, 413, 415, 422, 429, 503],
      tag,
    },
  );
  const content = { "application/pdf": { schema: { type: "string", format: "binary" } as const } };
  return { ...operation, responses: { ...operation.responses, "200": { description: "The file", content } } };
}
