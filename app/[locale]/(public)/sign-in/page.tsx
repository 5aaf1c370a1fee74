import { getTranslations } from "next-intl/server";
import { SignInForm } from "@/components/people/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { pageLocale } from "../../page-locale";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<{ sent?: string | string[]; error?: string | string[] }>;
};

export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { sent, error } = await searchParams;
  const wasSent = sent === "1";
  const t = await getTranslations("signIn");
  const title = t(wasSent ? "sent" : "title");
  return (
    <PageShell locale={locale} path="/sign-in" title={title} secret>
      <Opening title={title} lead={t(wasSent ? "sentText" : "lead")} />
      {!wasSent && error && !isOfAddress(error) && (
        <div className="mb-8">
          <Notice>
            <p>{t("linkUsed")}</p>
          </Notice>
        </div>
      )}
      {!wasSent && <SignInForm locale={locale} error={isOfAddress(error) ? error : undefined} />}
    </PageShell>
  );
}

/** Our door names what is wrong with the address; any other error comes from a link that signs nobody in. */
function isOfAddress(error: unknown): error is "required" | "invalid" {
  return error === "required" || error === "invalid";
}
