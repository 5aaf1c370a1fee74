import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/people/sign-in-form";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ locale: string }>; searchParams: Promise<{ sent?: string | string[] }> };

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const wasSent = (await searchParams).sent === "1";
  const t = await getTranslations("signIn");
  const title = t(wasSent ? "sent" : "title");
  return (
    <PageShell locale={locale} path="/sign-in" title={title} secret>
      <Opening title={title} lead={t(wasSent ? "sentText" : "lead")} />
      {!wasSent && <SignInForm locale={locale} />}
    </PageShell>
  );
}
