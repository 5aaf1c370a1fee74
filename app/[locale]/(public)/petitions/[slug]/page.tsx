import { notFound } from "next/navigation";
import { PetitionPage } from "@/components/petitions/petition-page";
import { PetitionPreview } from "@/components/petitions/petition-preview";
import { countriesAtRisk } from "@/lib/campaigns/queries";
import { legal, settings } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { findPetition } from "@/lib/petitions/queries";
import { pageLocale } from "../../../page-locale";
import { correctionsSince } from "./corrections";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string; slug: string }>;
  searchParams: Promise<{ src?: string | string[] }>;
};

/** A source tag as the signing door takes it; anything else is dropped here, so that a bad link spoils no form. */
const SOURCE_TAG = /^[A-Za-z0-9._-]{1,64}$/;

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const petition = await findPetition(prisma(), (await params).slug, locale);
  if (!petition) notFound();
  const { src } = await searchParams;
  const tag = typeof src === "string" && SOURCE_TAG.test(src) ? src : undefined;
  const corrections = await correctionsSince(petition);
  const atRisk = await countriesAtRisk(prisma(), { petition: petition.slug });
  return (
    <>
      <PetitionPreview {...{ petition, locale }} origin={settings().APP_URL} />
      <PetitionPage
        {...{ petition, corrections, locale, atRisk }}
        src={tag}
        minimumAge={legal().minimumAge}
      />
    </>
  );
}
