import { useTranslations } from "next-intl";
import type { SourceView } from "@/lib/evidence/types";
import { EvidenceFrame, type EvidencePlace } from "./evidence-frame";
import { evidencePaths } from "./evidence-paths";
import { FurtherPages } from "./further-pages";
import { SourceKindName } from "./kind-name";

type SourcesPageProps = EvidencePlace & {
  sources: SourceView[];
  /** How many there are in all. */
  total: number;
  next: string | null;
  further: boolean;
};

/** Every document the evidence rests on, with its kind, its date and how many statements come from it. */
export function SourcesPage({ sources, total, next, further, ...place }: SourcesPageProps) {
  const t = useTranslations("source");
  const paths = evidencePaths(place.campaign.slug, place.locale);
  return (
    <EvidenceFrame {...place} page="sources" title={t("listTitle")} lead={t("listLead", { count: total })}>
      {sources.length === 0 && <p>{t("none")}</p>}
      <ul className="claims">
        {sources.map((source) => (
          <SourceLine key={source.id} source={source} {...place} />
        ))}
      </ul>
      <FurtherPages address={paths.page("sources")} next={next} further={further} />
    </EvidenceFrame>
  );
}

function SourceLine({ source, campaign, locale }: EvidencePlace & { source: SourceView }) {
  const t = useTranslations("source");
  const { title, authors, publisher, publicationDate, kind, claimTotal } = source;
  const by = [authors.join("; "), publisher].filter(Boolean).join(" · ");
  return (
    <li>
      <div>
        <a href={evidencePaths(campaign.slug, locale).source(source.id)} lang={source.language}>
          <cite>{title}</cite>
        </a>
        {by && <p lang={campaign.defaultLocale}>{by}</p>}
        <p className="small quiet">
          <SourceKindName kind={kind} lang={campaign.defaultLocale} /> · {publicationDate ?? t("sure.none")} ·{" "}
          {t("statements", { count: claimTotal })}
        </p>
      </div>
    </li>
  );
}
