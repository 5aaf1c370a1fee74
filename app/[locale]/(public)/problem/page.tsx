import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { lostEvidence } from "@/components/evidence/evidence-paths";
import { PageShell } from "@/components/ui/page-shell";
import { ProblemText, problemKind } from "@/components/ui/problem-text";
import { FORM_HEADER, readFormState } from "@/lib/web/internal";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string }> };

/** The answer to whoever was refused and reads pages. The host sets the status; nobody can ask for it by address. */
export default async function Page({ params }: Props) {
  const locale = await pageLocale(params);
  const form = readFormState((await headers()).get(FORM_HEADER));
  if (!form) notFound();
  const { status, code = "", path = "", requestId, retryAfter, petition, again } = form.values;
  const lost = code === "not-found" ? lostEvidence(path) : null;
  const kind = lost?.kind ?? problemKind(Number(status), code);
  const t = await getTranslations("problem");
  return (
    <PageShell locale={locale} path="" title={t(`${kind}.title`)} secret>
      <ProblemText
        kind={kind}
        home={`/${locale}`}
        petition={petition ? `/${locale}/petitions/${petition}` : undefined}
        evidence={lost?.evidence}
        requestId={requestId || undefined}
        retryAfter={retryAfter ? Number(retryAfter) : undefined}
        again={again ? JSON.parse(again) : undefined}
      />
    </PageShell>
  );
}
