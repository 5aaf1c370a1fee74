import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { isLocale } from "@/lib/i18n/locales";
import { composeText } from "@/lib/letters/compose-text";
import { fitNotes } from "@/lib/letters/fit-notes";
import { type PreparedLetter, partsOf, prepareLetter } from "@/lib/letters/prepare-letter";
import type { ComposedLetter } from "@/lib/letters/types";
import {
  errorsBefore,
  keysIn,
  readStep,
  type WritingStep,
  type WritingValues,
} from "@/lib/letters/writing-steps";
import { json, problem } from "@/lib/web/answers";
import { readBody } from "@/lib/web/body";
import type { Door, DoorAnswer } from "@/lib/web/door";
import { limitDoor } from "@/lib/web/door-limits";
import { localeOfPerson, refuse } from "@/lib/web/problem-page";

/**
 * POST /api/v1/letters/texts: a step of writing. Programs get the composed text, people the page of the step; nothing
 * is stored.
 */
export const letterTextsDoor: Door = async (request) => {
  const body = readBody(request);
  if (!body.ok) return refuse(request, body.client, body);
  const { client, fields } = body;
  const { step, values } = readStep(fields);
  const locale = isLocale(values.locale) ? values.locale : localeOfPerson(request);
  const over = await limitDoor(request, client, "letters-texts", { locale, fields });
  if (over) return over;
  const prepared = await prepareLetter(prisma(), values, locale, request.now);
  if (!prepared) return refuse(request, client, { status: 404, code: "unknown-office", locale });
  const page = `/${locale}/letters/${prepared.action.campaign.slug}/form`;
  if (!prepared.action.isOpen) {
    if (client === "json") return refuse(request, client, { status: 409, code: "closed", locale });
    return { status: 409, page, form: { values: { ...values, step: whereTyped(values) }, errors: CLOSED } };
  }
  const fitted = step === "send" ? fitNotes(values.text ?? "", keysIn(values.claims)) : undefined;
  const errors = {
    ...(fitted === null && { text: "unknown-note" }),
    ...(saysNothing(prepared, step, values) && { own: "required" }),
    ...errorsBefore(step, values),
  };
  if (client === "json") {
    if (Object.keys(errors).length > 0)
      return problem(422, { code: "invalid", errors, requestId: request.requestId });
    return json(200, compose(prepared, values));
  }
  if (step === "letter" && Object.keys(errors).length === 0)
    return stepPage(page, step, written(prepared, values), errors);
  // As it would leave: sources that its text does not lead to any more stay behind.
  const left = fitted ? { text: fitted.text, claims: fitted.claims.join(" ") } : {};
  return stepPage(page, step, { ...values, ...left }, errors);
};

/** Where no template gives words there is no letter without the writer's own. */
function saysNothing({ template }: PreparedLetter, step: WritingStep, { own, keep }: WritingValues): boolean {
  return template === null && step === "letter" && keep !== "on" && !own?.trim();
}

/** Nobody is led on to a letter that cannot go. */
const CLOSED = { campaign: "closed" };

/** The step whose page shows what there is so far. */
const whereTyped = ({ text }: WritingValues): WritingStep => (text ? "letter" : "choose");

/** The page of the step, or of the one that asked, where something is wrong there; what was typed is in it either way. */
function stepPage(
  page: string,
  step: WritingStep,
  values: Record<string, string>,
  errors: Record<string, string>,
): DoorAnswer {
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return { status, page, form: { values: { ...values, step }, errors } };
}

/**
 * The letter as it is to be changed: composed anew, or as its writer changed it. What a new text replaces goes along
 * once more.
 */
function written(prepared: PreparedLetter, values: WritingValues): Record<string, string> {
  if (values.keep === "on" && values.text) return values;
  const { subject, text, claims } = compose(prepared, values);
  const former: Record<string, string> = values.text && values.text !== text ? { former: values.text } : {};
  return { ...values, subject, text, claims: claims.join(" "), ...former };
}

function compose(prepared: PreparedLetter, values: WritingValues): ComposedLetter {
  return composeText(partsOf(prepared, values, settings().APP_URL));
}
