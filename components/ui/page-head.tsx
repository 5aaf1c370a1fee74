import { LOCALES, type Locale } from "@/lib/i18n/locales";

type PageHeadProps = {
  title: string;
  description?: string;
  /** Path below the locale, beginning with a slash. Given only where the page exists in every language. */
  path?: string;
  /** Pages with a token in their address: kept from search engines, and the address from other sites. */
  secret?: boolean;
  locale: Locale;
};

/** What stands in the head. React lifts these into it, so a page needs no script to have its title. */
export function PageHead({ title, description, path, secret, locale }: PageHeadProps) {
  return (
    <>
      <title>{title}</title>
      {description && <meta name="description" content={description} />}
      {secret && <meta name="robots" content="noindex, nofollow" />}
      {secret && <meta name="referrer" content="no-referrer" />}
      {path !== undefined && !secret && <Alternates path={path} locale={locale} />}
    </>
  );
}

/** Without a language in its path a page leads to the reader's (proxy.ts). */
function Alternates({ path, locale }: { path: string; locale: Locale }) {
  return (
    <>
      {LOCALES.filter((other) => other !== locale).map((other) => (
        <link key={other} rel="alternate" hrefLang={other} href={`/${other}${path}`} />
      ))}
      <link rel="alternate" hrefLang="x-default" href={path || "/"} />
    </>
  );
}
