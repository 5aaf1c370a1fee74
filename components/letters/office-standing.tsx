import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { Office } from "@/lib/letters/types";

/** Whether this site sends letters there, or why not. */
export function OfficeStanding({ office, locale }: { office: Office; locale: Locale }) {
  const t = useTranslations("offices");
  const { platform, check } = office;
  const words = {
    date: check ? formatDay(check.at, locale) : "",
    host: check ? hostOf(check.sourceUrl) : "",
    source: (host: ReactNode) => <CheckedAt check={check}>{host}</CheckedAt>,
  };
  return <p>{platform.may ? t.rich("may", words) : t.rich(`why.${platform.why}`, words)}</p>;
}

/** The look for a mail address that counts, as a link to where it was. */
export function CheckedAt({ check, children }: { check: Office["check"]; children: ReactNode }) {
  if (!check) return children;
  return (
    <a href={check.sourceUrl} rel="noreferrer">
      {children}
    </a>
  );
}

/** A source's name for readers. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, "");
}
