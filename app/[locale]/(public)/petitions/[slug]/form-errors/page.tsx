import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { PetitionPage } from "@/components/petitions/petition-page";
import { countriesAtRisk } from "@/lib/campaigns/queries";
import { legal } from "@/lib/config/runtime";
import { prisma } from "@/lib/db/prisma";
import { findPetition } from "@/lib/petitions/queries";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { pageLocale } from "../../../../page-locale";
import { correctionsSince } from "../corrections";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string; slug: string }> };

/** The answer to a form that could not be taken: the petition's page with what was typed. Nobody can ask for it by address. */
export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const typed = readFormState((await headers()).get(FORM_HEADER));
  const petition = typed && (await findPetition(prisma(), (await params).slug, locale));
  if (!typed || !petition) notFound();
  // A tag that was refused is dropped: nobody could mend it in a form that does not show it.
  const src = typed.errors.src ? undefined : typed.values.src;
  return (
    <PetitionPage
      petition={petition}
      corrections={await correctionsSince(petition)}
      locale={locale}
      atRisk={await countriesAtRisk(prisma(), { petition: petition.slug })}
      src={src}
      typed={typed}
      minimumAge={legal().minimumAge}
    />
  );
}
