import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DEFAULT_LOCALE, LOCALES, type Locale } from "@/lib/i18n/locales";
import { isMachineMade, messagesFor } from "@/lib/i18n/messages";
import { BrandMark } from "./brand";
import { PageHead } from "./page-head";

type PageShellProps = {
  locale: Locale;
  /** Where this page stands in other languages: the path below the locale, "" for the first page. */
  path: string;
  title: string;
  description?: string;
  secret?: boolean;
  /** Signed-in pages have a cookie and scripts, so they do not claim to have none. */
  workspace?: boolean;
  children: ReactNode;
};

/** Everything around a page: head, skip link, name, languages, and the links at its foot. */
export function PageShell({ locale, path, title, description, secret, workspace, children }: PageShellProps) {
  const t = useTranslations("site");
  return (
    <div className="shell">
      <PageHead
        title={`${title} · ${t("name")}`}
        description={description}
        path={path}
        secret={secret}
        locale={locale}
      />
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <header>
        <Masthead locale={locale} path={path} />
        {isMachineMade(locale) && <MachineNote path={path} />}
      </header>
      <main id="main" className="main band" tabIndex={-1}>
        {children}
      </main>
      <Colophon locale={locale} workspace={workspace} />
    </div>
  );
}

function Masthead({ locale, path }: { locale: Locale; path: string }) {
  const t = useTranslations("site");
  return (
    <div className="masthead">
      <div className="band">
        <a className="brand" href={`/${locale}`}>
          <BrandMark />
          {t("name")}
        </a>
        <nav className="languages" aria-label={t("languages")}>
          <details>
            <summary>
              <span className="unseen">{t("languages")}: </span>
              {messagesFor(locale).meta.language}
            </summary>
            <ul>
              {LOCALES.map((other) => (
                <li key={other}>
                  <a
                    href={`/${other}${path}`}
                    hrefLang={other}
                    lang={other}
                    aria-current={other === locale || undefined}
                  >
                    {messagesFor(other).meta.language}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        </nav>
      </div>
    </div>
  );
}

function MachineNote({ path }: { path: string }) {
  const t = useTranslations("meta");
  return (
    <div className="machine">
      <p className="band">
        {t("machine")}{" "}
        <a href={`/${DEFAULT_LOCALE}${path}`} hrefLang={DEFAULT_LOCALE}>
          {t("machineLink")}
        </a>
      </p>
    </div>
  );
}

const FOOT_LINKS = ["safety", "privacy", "about", "accessibility"] as const;

function Colophon({ locale, workspace }: { locale: Locale; workspace?: boolean }) {
  const t = useTranslations("site");
  return (
    <footer className="colophon">
      <div className="band">
        <nav aria-label={t("pages")}>
          <ul>
            <li>
              <a href={`/${locale}`}>{t("home")}</a>
            </li>
            {FOOT_LINKS.map((page) => (
              <li key={page}>
                <a href={`/${locale}/${page}`}>{t(page)}</a>
              </li>
            ))}
          </ul>
        </nav>
        {!workspace && <p>{t("noTracking")}</p>}
      </div>
    </footer>
  );
}
