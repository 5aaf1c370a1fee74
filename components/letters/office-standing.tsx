import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDay } from "@/lib/i18n/dates";
import type { Office } from "@/lib/letters/types";
import type { OfficeProps } from "./office-card";

/** Whether this site sends letters there, why not, and what can be done instead with what is known. */
export function OfficeStanding({ office, lang, locale }: OfficeProps) {
  const t = useTranslations("offices");
  const { platform, check } = office;
  const words = {
    date: check ? formatDay(check.at, locale) : "",
    host: check ? hostOf(check.sourceUrl) : "",
    source: (host: ReactNode) => <CheckedAt check={check}>{host}</CheckedAt>,
  };
  if (platform.may) return <p>{t.rich("may", words)}</p>;
  return (
    <>
      <p>{t.rich(`why.${platform.why}`, words)}</p>
      {office.kind !== "none" && <Ways office={office} lang={lang} />}
    </>
  );
}

/** What the contact data allow without this site, with a request to check them: they may be old. */
function Ways({ office, lang }: Omit<OfficeProps, "locale">) {
  const t = useTranslations("offices");
  const ways = waysTo(office);
  const site = (words: ReactNode) => <Site address={office.website}>{words}</Site>;
  return (
    <>
      <p className="office-ways">{t("ways")}:</p>
      <ul className="office-list">
        {ways.map(({ way, to }) => (
          <li key={way}>
            {t(`way.${way}`)}: <b lang={way === "paper" ? lang : undefined}>{to}</b>
          </li>
        ))}
        {ways.length === 0 && <li>{t("way.nothing")}</li>}
      </ul>
      {ways.length > 0 && <p className="office-look">{t.rich("look", { site })}</p>}
    </>
  );
}

function Site({ address, children }: { address: string | null; children: ReactNode }) {
  if (address === null) return children;
  return (
    <a href={address} rel="noreferrer">
      {children}
    </a>
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

/** To write where an address is known, else to ask for one. */
function waysTo({ email, address, phone, website }: Office) {
  const known = [
    { way: "mail", to: email },
    { way: "paper", to: address },
    { way: "phone", to: phone },
    { way: "site", to: website },
  ] as const;
  const canWrite = email !== null || address !== null;
  return known.filter(({ to }) => to !== null).filter(({ way }) => !canWrite || isWriting(way));
}

function isWriting(way: string): boolean {
  return way === "mail" || way === "paper";
}

/** A source's name for readers. */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, "");
}
