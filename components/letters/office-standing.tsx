import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { Office } from "@/lib/letters/types";

type StandingProps = { office: Office; locale: Locale };

/** Whether this site sends letters there, why not, and what can be done instead with what is known. */
export function OfficeStanding({ office, locale }: StandingProps) {
  const t = useTranslations("offices");
  const { platform, check } = office;
  const words = {
    date: check ? formatDay(check.at, locale) : "",
    host: check ? hostOf(check.sourceUrl) : "",
    source: (host: ReactNode) => <CheckedAt check={check}>{host}</CheckedAt>,
  };
  return (
    <>
      <p>{platform.may ? t.rich("may", words) : t.rich(`why.${platform.why}`, words)}</p>
      {!platform.may && office.kind !== "none" && (
        <>
          <p className="office-ways">{t("ways")}:</p>
          <ul className="office-list">
            {waysTo(office).map((way) => (
              <li key={way}>{t(`way.${way}`)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
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

type Way = "mail" | "paper" | "phone" | "site" | "nothing";

/** What the contact data allow without this site: to write where an address is known, else to ask for one. */
function waysTo({ email, address, phone, website }: Office): Way[] {
  const writing = [...(email ? (["mail"] as const) : []), ...(address ? (["paper"] as const) : [])];
  const asking = [...(phone ? (["phone"] as const) : []), ...(website ? (["site"] as const) : [])];
  if (writing.length > 0) return writing;
  return asking.length > 0 ? asking : ["nothing"];
}

/** A source's name for readers. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, "");
}
