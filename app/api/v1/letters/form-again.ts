import { prisma } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { prepareLetter } from "@/lib/letters/prepare-letter";
import type { WritingValues } from "@/lib/letters/writing-steps";
import type { DoorAnswer, DoorRequest } from "@/lib/web/door";
import { refuse } from "@/lib/web/problem-page";

type Again = {
  status: number;
  values: WritingValues & Record<string, string>;
  errors: Record<string, string>;
  headers?: Record<string, string>;
};

/**
 * A person's last step with all that was typed and what is wrong with it. Where it names no campaign or office that there
 * is, there is no such page: 404.
 */
export async function formAgain(
  request: DoorRequest,
  locale: Locale,
  { status, values, errors, headers }: Again,
): Promise<DoorAnswer> {
  const prepared = await prepareLetter(prisma(), values, locale, request.now);
  if (!prepared) return refuse(request, "form", { status: 404, code: "unknown-office", locale });
  const page = `/${locale}/letters/${prepared.action.campaign.slug}/form`;
  return { status, page, form: { values: { ...values, step: "send" }, errors }, headers };
}
