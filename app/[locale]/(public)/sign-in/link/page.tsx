import { getTranslations } from "next-intl/server";
import { Button, ButtonLink } from "@/components/ui/button";
import { Opening } from "@/components/ui/opening";
import { PageShell } from "@/components/ui/page-shell";
import { pageLocale } from "../../../page-locale";

export const dynamic = "force-dynamic";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const TOKEN = /^[A-Za-z0-9._~-]{16,200}$/;

/** The mailed link leads here and does nothing; only the button signs in, so a mail scanner gets no session. */
export default async function Page({ params, searchParams }: Props) {
  const locale = await pageLocale(params);
  const { token } = await searchParams;
  const isWhole = typeof token === "string" && TOKEN.test(token);
  const t = await getTranslations("signIn");
  return (
    <PageShell locale={locale} path="/sign-in" title={t("linkTitle")} secret>
      <Opening title={t("linkTitle")} lead={t(isWhole ? "linkText" : "linkBad")} />
      {isWhole ? (
        <form method="post" action={callback(token, `/${locale}/organize`)}>
          <Button>{t("linkButton")}</Button>
        </form>
      ) : (
        <ButtonLink href={`/${locale}/sign-in`}>{t("again")}</ButtonLink>
      )}
    </PageShell>
  );
}

function callback(token: string, callbackUrl: string): string {
  return `/api/auth/callback/email?${new URLSearchParams({ token, callbackUrl })}`;
}
