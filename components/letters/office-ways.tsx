import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Office } from "@/lib/letters/types";
import type { OfficeProps } from "./office-card";

/** Where this site does not send: what the contact data allow, with a request to check them. */
export function OfficeWays({ office, lang }: Omit<OfficeProps, "locale">) {
  const t = useTranslations("offices");
  if (office.platform.may || office.kind === "none") return null;
  const ways = waysTo(office);
  const site = (words: ReactNode) => <Site address={office.website}>{words}</Site>;
  return (
    <>
      <p className="office-ways">{t("ways")}</p>
      <ul className="office-list">
        {ways.map(({ way, to }) => (
          <li key={way}>
            {t.rich(`way.${way}`, {
              value: to ?? "",
              to: (words) => <b lang={way === "paper" ? lang : undefined}>{words}</b>,
            })}
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
