import { useTranslations } from "next-intl";
import type { ComparisonView, ConflictGroup } from "@/lib/evidence/types";
import { ChartKey } from "./chart-key";
import { ClaimEntry } from "./claim-entry";
import { ComparisonAnswers } from "./comparison-answers";
import { EvidenceFrame, type EvidencePlace } from "./evidence-frame";
import { entryId, evidencePaths } from "./evidence-paths";
import { FurtherPages } from "./further-pages";

type ConflictsPageProps = EvidencePlace & {
  /** The questions to which answers differ; they stand on the list's first page alone. */
  comparisons: ComparisonView[];
  groups: ConflictGroup[];
  next: string | null;
  further: boolean;
};

/** Where sources differ: all they say side by side, never a number of ours in between. */
export function ConflictsPage({ comparisons, groups, next, further, ...place }: ConflictsPageProps) {
  const t = useTranslations("conflicts");
  const address = evidencePaths(place.campaign.slug, place.locale).page("conflicts");
  return (
    <EvidenceFrame {...place} page="conflicts" title={t("title")} lead={t("lead")}>
      {comparisons.length > 0 && (
        <>
          <ChartKey />
          <Contents {...{ comparisons }} campaign={place.campaign} />
          {comparisons.map((comparison) => (
            <Comparison key={comparison.id} comparison={comparison} {...place} />
          ))}
        </>
      )}
      <section className="part" aria-labelledby="groups">
        <h2 id="groups">{t("groups")}</h2>
        <p className="prose">{groups.length === 0 ? t("none") : t("groupsLead")}</p>
        {groups.map((group) => (
          <Group key={group.id} {...{ group }} {...place} />
        ))}
        <FurtherPages {...{ address, next, further }} />
      </section>
    </EvidenceFrame>
  );
}

function Contents({ comparisons, campaign }: Pick<ConflictsPageProps, "comparisons" | "campaign">) {
  const t = useTranslations("conflicts");
  return (
    <nav className="questions no-print" aria-label={t("questions")}>
      <ol>
        {comparisons.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${entryId("comparison", id)}`} lang={campaign.defaultLocale}>
              {title}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

type ComparisonProps = { comparison: ComparisonView } & EvidencePlace;

function Comparison({ comparison, campaign, locale }: ComparisonProps) {
  const { id, title } = comparison;
  return (
    <section className="part" aria-labelledby={entryId("comparison", id)}>
      <h2 id={entryId("comparison", id)} lang={campaign.defaultLocale}>
        {title}
      </h2>
      <ComparisonAnswers {...{ comparison, campaign, locale }} />
    </section>
  );
}

type GroupProps = { group: ConflictGroup } & EvidencePlace;

function Group({ group, campaign, locale }: GroupProps) {
  const t = useTranslations("conflicts");
  const paths = evidencePaths(campaign.slug, locale);
  return (
    <div className="conflict-group">
      <h3 id={`group-${group.id}`}>{t("group", { count: group.claims.length })}</h3>
      {group.comparisons.map(({ id, title }) => (
        <p key={id} className="small">
          {t("drawn")}{" "}
          <a href={paths.entry("comparison", id)} lang={campaign.defaultLocale}>
            {title}
          </a>
        </p>
      ))}
      <ul className="conflict-sides">
        {group.claims.map((claim) => (
          <li key={claim.id} id={entryId("claim", claim.id)}>
            <ClaimEntry {...{ claim, campaign, locale }} />
          </li>
        ))}
      </ul>
    </div>
  );
}
