import { getTranslations } from "next-intl/server";
import { OwnLetterView } from "@/components/letters/own-letter-view";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { ProblemText } from "@/components/ui/problem-text";
import { replyDomain } from "@/lib/config/mail-settings";
import { settings } from "@/lib/config/runtime";
import { appKeys } from "@/lib/crypto/app-keys";
import { pool } from "@/lib/db/pool";
import type { Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { findOwnLetter } from "@/lib/letters/own-letter";
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
  const title = found.status === "there" ? t(`titles.${found.letter.state}`) : t("title");
  const { changed, refused } = await searchParams;
  return (
    <PageShell locale={locale} path={`/letters/sent/${token}`} title={title} secret>
      {found.status === "there" ? (
        <OwnLetterView
          letter={found.letter}
          until={found.until}
          mail={mailOf(found.letter)}
          news={{ changed, refused }}
          token={token}
          locale={locale}
        >
          {found.letter.leftAt && !found.letter.erasedAt && <AnswerSection token={token} locale={locale} />}
        </OwnLetterView>
      ) : (
        <NotThere status={found.status} locale={locale} />
      )}
    </PageShell>
  );
}

/** The letter's mail as it arrives or arrived; null once its text is forgotten. */
function mailOf({ name, email, subject, text, notes, language, campaign, channel, replyTo }: OwnLetter) {
  if (subject === null || text === null) return null;
  const answers = replyTo === "own" ? { own: email ?? "" } : { relay: replyDomain(settings()) };
  return {
    head: channel === "mail" ? { from: senderName(name ?? "", campaign.title), answers } : null,
    subject,
    whole: wholeText({ text, notes: notes ?? [] }, messagesFor(language).letters.sources),
  };
}

type NotThereProps = { status: Exclude<LetterBehindLink["status"], "there">; locale: Locale };

async function NotThere({ status, locale }: NotThereProps) {
  const t = await getTranslations("letters.mine");
  if (status === "unknown") return <ProblemText kind="unknown-link" home={`/${locale}`} />;
  return <Opening title={t(`missing.${status}.title`)} lead={t(`missing.${status}.text`)} />;
}
