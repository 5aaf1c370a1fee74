import { notFound } from "next/navigation";
import { WriteClosed } from "@/components/letters/write-closed";
import { WriteCountry } from "@/components/letters/write-country";
import { WriteFrame } from "@/components/letters/write-frame";
import { WriteOffices } from "@/components/letters/write-offices";
import { WriteRisk } from "@/components/letters/write-risk";
import { countriesAtRisk } from "@/lib/campaigns/queries";
import { settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import type { Locale } from "@/lib/i18n/locales";
import { officesFor } from "@/lib/letters/office-queries";
import { isOfficeCountry } from "@/lib/letters/office-schema";
import { prepareLetter } from "@/lib/letters/prepare-letter";
import { findLetterAction } from "@/lib/letters/queries";
import type { LetterAction } from "@/lib/letters/types";
import { pageLocale } from "../../../page-locale";
import { ChoosePage } from "./step-pages";

export const dynamic = "force-dynamic";

type Query = { country?: string | string[]; target?: string | string[] };
type Props = { params: Promise<{ locale: string; slug: string }>; searchParams: Promise<Query> };

/** Writing a letter, as far as a link leads: the country, the office, what it says. From there on its forms lead. */
export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const action = await findLetterAction(prisma(), (await params).slug, locale);
  if (!action) notFound();
  if (!action.isOpen) return <WriteClosed campaign={action.campaign} locale={locale} />;
  const { country, target } = await searchParams;
  if (typeof target === "string") return await chosenOffice(action, target, locale);
  const known = typeof country === "string" && isOfficeCountry(country) ? country : null;
  return known ? (
    <OfficesPage action={action} country={known} locale={locale} />
  ) : (
    <CountryPage {...{ action, locale }} />
  );
}

type StepProps = { action: LetterAction; locale: Locale };

async function CountryPage({ action: { campaign }, locale }: StepProps) {
  const atRisk = await countriesAtRisk(prisma(), { campaign: campaign.slug });
  return (
    <WriteFrame campaign={campaign} locale={locale} step="country">
      <WriteRisk locale={locale} atRisk={atRisk} address={addressOf(campaign.slug, locale)} />
      <div className="part">
        <WriteCountry slug={campaign.slug} locale={locale} />
      </div>
    </WriteFrame>
  );
}

async function OfficesPage({ action, country, locale }: StepProps & { country: string }) {
  const offices = await officesFor(prisma(), action.campaign.slug, country, new Date());
  return (
    <WriteFrame campaign={action.campaign} locale={locale} step="office" query={`?country=${country}`}>
      <WriteOffices campaign={action.campaign} country={country} offices={offices} locale={locale} />
    </WriteFrame>
  );
}

/** The third step can be linked to, so that the advice stands before its first field too. */
async function chosenOffice({ campaign }: LetterAction, target: string, locale: Locale) {
  const prepared = await prepareLetter(prisma(), { campaign: campaign.slug, target }, locale, new Date());
  if (!prepared) notFound();
  return <ChoosePage prepared={prepared} locale={locale} typed={{ values: {}, errors: {} }} isFirst />;
}

function addressOf(slug: string, locale: Locale): string {
  return `${settings().APP_URL}/${locale}/letters/${slug}`;
}
