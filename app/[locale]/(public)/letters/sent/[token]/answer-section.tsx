import { headers } from "next/headers";
import { AnswerForm } from "@/components/letters/answer-form";
import { appKeys } from "@/lib/crypto/app-keys";
import { readToken } from "@/lib/crypto/token";
import { prisma } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { ownAnswers } from "@/lib/letters/own-answers";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";

/** "Did they answer?", for a letter that has left. */
export async function AnswerSection({ token, locale }: { token: string; locale: Locale }) {
  const link = readToken(appKeys(), "own-letter", token);
  if (!link) return null;
  const typed = readFormState((await headers()).get(FORM_HEADER)) ?? undefined;
  const answers = await ownAnswers(prisma(), appKeys(), link.id);
  return <AnswerForm answers={answers} token={token} locale={locale} typed={typed} />;
}
