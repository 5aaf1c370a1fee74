import { z } from "zod";
import { tellingAnswer } from "@/lib/letters/answer-schema";
import { paperFields } from "@/lib/letters/paper-schema";
import { takenFields } from "@/lib/letters/taken-schema";
import { ownLetterFields, writingFields } from "@/lib/letters/writing-schema";
import { acting, path } from "./operations";

const status = <T extends string>(...values: [T, ...T[]]) => z.object({ status: z.enum(values) });
const tag = "Letters";

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
