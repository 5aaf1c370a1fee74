import { getTranslations } from "next-intl/server";
import { OwnLetterView } from "@/components/letters/own-letter-view";
import { titleOf } from "@/components/letters/own-letter-words";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { ProblemText } from "@/components/ui/problem-text";
import { replyDomain, senderAddress } from "@/lib/config/mail-settings";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import { prisma } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { findOwnLetter } from "@/lib/letters/own-letter";
import { findLetterAction, templateFor } from "@/lib/letters/queries";
import { senderName } from "@/lib/letters/sender";
import type { LetterBehindLink, OwnLetter } from "@/lib/letters/types";
import { wholeText } from "@/lib/letters/whole-text";
import { pageLocale } from "../../../../page-locale";
import { AnswerSection } from "./answer-section";

export const dynamic = "force-dynamic";

type Query = { changed?: string | string[]; refused?: string | string[] };
type Props = { params: Promise<{ locale: string; token: string }>; searchParams: Promise<Query> };

/** A writer's own letter. Opening it changes nothing; its buttons do. */
export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { token } = await params;
  const found = await findOwnLetter({ pool: pool(), keys: appKeys(), now: new Date() }, token);
  const t = await getTranslations("letters.mine");
  const title = found.status === "there" ? t(`titles.${titleOf(found.letter)}`) : t("title");
  const { changed, refused } = await searchParams;
  return (
    <PageShell locale={locale} path={`/letters/sent/${token}`} title={title} secret>
      {found.status === "there" ? (
        <OwnLetterView
          letter={found.letter}
          chosen={await chosenIn(found.letter)}
          until={found.until}
          mail={mailOf(found.letter)}
          news={{ changed, refused }}
          token={token}
          locale={locale}
        >
          {found.letter.leftAt && !found.letter.erasedAt && <AnswerSection token={token} locale={locale} />}
        </OwnLetterView>
      ) : (
        <NotThere found={found} locale={locale} />
      )}
    </PageShell>
  );
}

/** Topics and demands in the words of the template that the office's letters are written from; a key where it has none. */
async function chosenIn({ campaign, language, office, topics, demands }: OwnLetter): Promise<string[]> {
  const action = await findLetterAction(prisma(), campaign.slug, language);
  const body = action && templateFor(action, office)?.version.body;
  const labels = new Map(
    [...(body?.topics ?? []), ...(body?.demands ?? [])].map(({ key, label }) => [key, label]),
  );
  return [...topics, ...demands].map((key) => labels.get(key) ?? key);
}

/** The letter's mail as it arrives or arrived; null once its text is forgotten. */
function mailOf({ name, email, subject, text, notes, language, campaign, channel, replyTo }: OwnLetter) {
  if (subject === null || text === null) return null;
  const sender = senderAddress(settings().MAIL_FROM ?? "");
  const address = sender ? ` <${sender}>` : "";
  const answers = replyTo === "own" ? { own: email ?? "" } : { relay: replyDomain(settings()) };
  return {
    head:
      channel === "mail" ? { from: `${senderName(name ?? "", campaign.title)}${address}`, answers } : null,
    subject,
    whole: wholeText({ text, notes: notes ?? [] }, messagesFor(language).letters.sources),
  };
}

type NotThereProps = {
  found: Exclude<LetterBehindLink, { status: "there" }>;
  locale: Locale;
};

async function NotThere({ found, locale }: NotThereProps) {
  const t = await getTranslations("letters.mine.missing");
  const fresh = (
    <p>
      <a className="tap" href={`/${locale}/letters/sent`}>
        {t("expired.again")}
      </a>
    </p>
  );
  if (found.status === "unknown")
    return (
      <>
        <ProblemText kind="unknown-link" home={`/${locale}`} />
        {fresh}
      </>
    );
  return (
    <Opening title={t(`${found.status}.title`)} lead={t(`${found.status}.text`)}>
      {found.status === "expired" && fresh}
    </Opening>
  );
}
