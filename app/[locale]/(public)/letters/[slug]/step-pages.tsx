import { TextCorrections } from "@/components/evidence/text-corrections";
import { ComposeChoices } from "@/components/letters/compose-choices";
import { ComposeLetter } from "@/components/letters/compose-letter";
import { LetterErrorSummary } from "@/components/letters/letter-error-summary";
import type { LetterTyped } from "@/components/letters/letter-errors";
import { WriteFrame } from "@/components/letters/write-frame";
import { WriteRisk } from "@/components/letters/write-risk";
import { WriteSend } from "@/components/letters/write-send";
import { countriesAtRisk } from "@/lib/campaigns/queries";
import { replyDomain, senderAddress, takesAnswers } from "@/lib/config/mail-settings";
import { legal, settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { messagesFor } from "@/lib/i18n/messages";
import { addressLines } from "@/lib/letters/address-lines";
import { composeText, isUnchanged, notesFor } from "@/lib/letters/compose-text";
import { correctionsOf } from "@/lib/letters/judge-paragraph";
import { mailtoLink } from "@/lib/letters/mailto";
import { SENDER_LONGEST } from "@/lib/letters/paper-schema";
import { ENVELOPES, SHEETS } from "@/lib/letters/paper-sizes";
import { disputedIn, type PreparedLetter, partsOf } from "@/lib/letters/prepare-letter";
import { senderName } from "@/lib/letters/sender";
import type { LetterParts } from "@/lib/letters/types";
import { wholeText } from "@/lib/letters/whole-text";
import { keysIn } from "@/lib/letters/writing-steps";

type StepProps = { prepared: PreparedLetter; typed: LetterTyped; locale: Locale };

const CHOOSE_FIELDS = ["name", "country", "own"];
const LETTER_FIELDS = ["subject", "text"];
const SEND_FIELDS = ["email", "channel", "replyTo", "consent", "followUp", "sender"];

/** What the letter is to say. `isFirst`: nobody has been told of the risk yet. */
export async function ChoosePage({ prepared, typed, locale, isFirst }: StepProps & { isFirst?: boolean }) {
  const { action, office, version, template } = prepared;
  const { APP_URL } = settings();
  return (
    <WriteFrame
      campaign={action.campaign}
      locale={locale}
      step="choose"
      query={queryOf(prepared)}
      isWrong={isWrong(typed)}
      office={office}
    >
      <LetterErrorSummary typed={typed} locale={locale} onPage={CHOOSE_FIELDS} />
      {isFirst && (
        <div className="mb-8">
          <WriteRisk
            brief
            locale={locale}
            atRisk={await countriesAtRisk(prisma(), { campaign: action.campaign.slug })}
            address={`${APP_URL}/${locale}/letters/${action.campaign.slug}`}
          />
        </div>
      )}
      <Corrections prepared={prepared} locale={locale} />
      <ComposeChoices
        campaign={action.campaign}
        office={office}
        template={template?.key}
        version={version}
        languages={template?.languages ?? LOCALES}
        disputed={disputedIn(prepared, APP_URL)}
        parts={partsForBrowser(prepared)}
        isFirst={isFirst}
        typed={typed}
        locale={locale}
      />
    </WriteFrame>
  );
}

/** The letter as text. */
export function TextPage({ prepared, typed, locale }: StepProps) {
  const { action, office, version } = prepared;
  const parts = partsOf(prepared, typed.values, settings().APP_URL);
  return (
    <WriteFrame
      campaign={action.campaign}
      locale={locale}
      step="letter"
      query={queryOf(prepared)}
      isWrong={isWrong(typed)}
      office={office}
    >
      <LetterErrorSummary typed={typed} locale={locale} onPage={LETTER_FIELDS} />
      <ComposeLetter
        version={version}
        notes={notesFor(citedIn(prepared, typed), parts)}
        leftOut={leftOutOf(parts)}
        isUnchanged={isTemplateAlone(prepared, typed)}
        typed={typed}
        locale={locale}
      />
    </WriteFrame>
  );
}

/** What the template's text cites and was corrected since; what of it comes into a letter has the correction beside it. */
function Corrections({ prepared, locale }: Omit<StepProps, "typed">) {
  const { action, version, claims } = prepared;
  return (
    <TextCorrections
      corrections={correctionsOf(claims, version)}
      campaign={action.campaign}
      publishedAt={version.publishedAt}
      locale={locale}
    />
  );
}

/** How it will arrive, and the ways it can go. */
export function SendPage({ prepared, typed, locale }: StepProps) {
  const { action, office, version } = prepared;
  const { APP_URL, MAIL_FROM } = settings();
  const parts = partsOf(prepared, typed.values, APP_URL);
  const { subject = "", text = "" } = typed.values;
  const notes = notesFor(citedIn(prepared, typed), parts);
  const whole = wholeText({ text, notes }, messagesFor(version.locale).letters.sources);
  // Without a provider no mail leaves this machine, and there is no sender.
  const sender = senderAddress(MAIL_FROM ?? "");
  const from = senderName(parts.writer.name, action.campaign.title);
  return (
    <WriteFrame
      campaign={action.campaign}
      locale={locale}
      step="send"
      query={queryOf(prepared)}
      isWrong={isWrong(typed)}
      office={office}
    >
      <LetterErrorSummary typed={typed} locale={locale} onPage={SEND_FIELDS} />
      <WriteSend
        office={office}
        version={version}
        from={sender ? `${from} <${sender}>` : from}
        replyDomain={replyDomain(settings())}
        takesAnswers={takesAnswers(settings())}
        paper={{
          sheets: SHEETS,
          envelopes: ENVELOPES,
          senderLongest: SENDER_LONGEST,
          address: addressLines(office),
        }}
        whole={whole}
        mailto={office.email ? mailtoLink({ to: office.email, subject, body: whole }) : null}
        isUnchanged={isTemplateAlone(prepared, typed)}
        minimumAge={legal().minimumAge}
        typed={typed}
        locale={locale}
      />
    </WriteFrame>
  );
}

/** What a letter is composed of but for the writer's part, and no more of it than composing reads: it travels with the page. */
function partsForBrowser({ action, office, version, claims }: PreparedLetter): string {
  const { key, kind, name, city, country, hostCountry } = office;
  const cited = [...claims.values()].map(({ id, speaker, date, source, contested, verdict, revisions }) => ({
    ...{ id, speaker, date, contested, verdict },
    revisions: revisions.map(({ substantial, at, reason }) => ({ substantial, at, reason })),
    source: { title: source.title },
  }));
  return JSON.stringify({
    version,
    office: { key, kind, name, city, country, hostCountry },
    claims: cited,
    campaign: { slug: action.campaign.slug },
    appUrl: settings().APP_URL,
  });
}

function isTemplateAlone(prepared: PreparedLetter, { values }: LetterTyped): boolean {
  if (!prepared.template) return false;
  const { subject = "", text = "" } = values;
  return isUnchanged(partsOf(prepared, values, settings().APP_URL), { subject, text });
}

/** The claims behind the marks; what a form made up is none. */
function citedIn({ claims }: PreparedLetter, { values }: LetterTyped): string[] {
  return keysIn(values.claims).filter((key) => claims.has(key));
}

function leftOutOf(parts: LetterParts) {
  const { confirmedClaims } = parts.choices;
  return composeText(parts).contested.filter(({ key }) => !confirmedClaims.includes(key));
}

function queryOf({ office }: PreparedLetter): string {
  return `?target=${office.key}`;
}

function isWrong({ errors, values }: LetterTyped): boolean {
  return Object.keys(errors).length > 0 || values.retryAfter !== undefined;
}
