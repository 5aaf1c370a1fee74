import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { prisma } from "@/lib/db/prisma";
import { prepareLetter } from "@/lib/letters/prepare-letter";
import type { WritingStep } from "@/lib/letters/writing-steps";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { pageLocale } from "../../../../page-locale";
import { ChoosePage, SendPage, TextPage } from "../step-pages";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

const PAGES = { choose: ChoosePage, letter: TextPage, send: SendPage } as const;

/** The answer to the forms of writing: the next step, or the one in which something is wrong. Nobody can ask for it by address. */
export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const typed = readFormState((await headers()).get(FORM_HEADER));
  const campaign = (await params).slug;
  const prepared =
    typed && (await prepareLetter(prisma(), { ...typed.values, campaign }, locale, new Date()));
  if (!typed || !prepared) notFound();
  const StepPage = PAGES[stepOf(typed.values.step, typed.errors)];
  return <StepPage prepared={prepared} typed={typed} locale={locale} />;
}

/** Which step's fields an error is about; the first that has one. */
const FIELDS = {
  choose: ["name", "country", "own"],
  letter: ["subject", "text"],
} as const;

function stepOf(asked: string | undefined, errors: Record<string, string>): WritingStep {
  const wrong = (["choose", "letter"] as const).find((step) => FIELDS[step].some((field) => errors[field]));
  return wrong ?? (asked === "choose" || asked === "letter" ? asked : "send");
}
