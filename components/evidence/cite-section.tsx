import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CITATION_FORMATS } from "@/lib/evidence/schema";

type CiteSectionProps = {
  campaign: string;
  kind: "claims" | "sources";
  id: string;
  origin: string;
  /** What to write beside the link. */
  children?: ReactNode;
};

/** How to name the page elsewhere: a link that stays, a text, and files for programs that keep references. */
export function CiteSection({ campaign, kind, id, origin, children }: CiteSectionProps) {
  const t = useTranslations("cite");
  const path = `/campaigns/${campaign}/${kind}/${id}`;
  return (
    <section className="part" aria-labelledby="cite">
      <h2 id="cite">{t("title")}</h2>
      <p className="small quiet">{t("linkLead")}</p>
      <p className="copied mt-4" data-copy={t("copy")} data-copied={t("copied")}>
        <code className="code">{origin + path}</code>
      </p>
      {children && <p className="mt-4">{children}</p>}
      <p className="mt-4 small">{kind === "sources" ? t("downloadSource") : t("download")}</p>
      <ul className="act-links no-print">
        {CITATION_FORMATS.map((format) => (
          <li key={format}>
            <a className="tap" href={`/api/v1${path}/citations/${format}`} download>
              {t(`formats.${format}`)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
