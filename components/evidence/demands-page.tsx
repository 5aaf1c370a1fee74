import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { ClaimView, DemandView, OfficialActionView, ReportedPlanView } from "@/lib/evidence/types";
import { ClaimLinks, claimsNamed } from "./claim-links";
import { EvidenceFrame, type EvidencePlace } from "./evidence-frame";
import { entryId, evidencePaths } from "./evidence-paths";
import { FurtherPages } from "./further-pages";
import { CategoryName } from "./kind-name";
import { OfficialActs } from "./official-acts";
import { VerdictMark } from "./verdict-mark";

type DemandsPageProps = EvidencePlace & {
  demands: DemandView[];
  plans: ReportedPlanView[];
  actions: OfficialActionView[];
  claims: ClaimView[];
  next: string | null;
  further: boolean;
};

/** Who asks what of whom; apart from it, what is said to be planned, and what offices have done. */
export function DemandsPage({ demands, plans, actions, claims, next, further, ...place }: DemandsPageProps) {
  const t = useTranslations("demands");
  const address = evidencePaths(place.campaign.slug, place.locale).page("demands");
  return (
    <EvidenceFrame {...place} page="demands" title={t("title")} lead={t("lead")}>
      {demands.length === 0 && <p>{t("none")}</p>}
      {byCategory(demands).map(([category, asked]) => (
        <section key={category} className="part" aria-labelledby={`category-${category}`}>
          <h2 id={`category-${category}`}>
            <CategoryName category={category} lang={place.campaign.defaultLocale} />
          </h2>
          <ul className="evidence-list">
            {asked.map((demand) => (
              <Demand key={demand.id} demand={demand} claims={claims} {...place} />
            ))}
          </ul>
        </section>
      ))}
      <FurtherPages {...{ address, next, further }} />
      {!further && plans.length > 0 && <Plans {...{ plans, claims }} {...place} />}
      {!further && actions.length > 0 && <OfficialActs {...{ actions, claims }} {...place} />}
    </EvidenceFrame>
  );
}

/** In the order in which each category first comes up. */
function byCategory(demands: readonly DemandView[]): [string, DemandView[]][] {
  const found = new Map<string, DemandView[]>();
  for (const demand of demands) found.set(demand.category, [...(found.get(demand.category) ?? []), demand]);
  return [...found];
}

type DemandProps = EvidencePlace & { demand: DemandView; claims: ClaimView[] };

function Demand({ demand, claims, campaign, locale }: DemandProps) {
  const t = useTranslations("demands");
  const facts = [
    { name: t("askedBy"), words: demand.askedBy },
    { name: t("of"), words: demand.addressedTo.join(", ") },
    { name: t("when"), words: demand.date.text },
  ];
  return (
    <li id={entryId("demand", demand.id)}>
      <p className="evidence-said" lang={campaign.defaultLocale}>
        {demand.demand}
      </p>
      <dl className="named-facts">
        {facts.map(({ name, words }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd lang={campaign.defaultLocale}>{words}</dd>
          </div>
        ))}
      </dl>
      <ClaimLinks claims={claimsNamed(demand.claims, claims)} {...{ campaign, locale }} />
    </li>
  );
}

type PlansProps = EvidencePlace & { plans: ReportedPlanView[]; claims: ClaimView[] };

function Plans({ plans, claims, campaign, locale }: PlansProps) {
  const t = useTranslations("demands");
  const paths = evidencePaths(campaign.slug, locale);
  return (
    <section className="part" aria-labelledby="plans">
      <h2 id="plans">{t("plans")}</h2>
      {plans.map((plan) => (
        <Notice key={plan.id} id={entryId("plan", plan.id)}>
          <p>
            <b>{t("planNot")}</b> <VerdictMark verdict={plan.verdict} />
          </p>
          <p lang={campaign.defaultLocale}>{plan.plan}</p>
          <p className="small quiet" lang={campaign.defaultLocale}>
            {plan.attributedTo} · {plan.ofGovernment} · {plan.date.text}
          </p>
          {plan.note && (
            <p className="small" lang={campaign.defaultLocale}>
              {plan.note}
            </p>
          )}
          {plan.factCheck !== null && (
            <p className="small">
              <a href={paths.entry("check", plan.factCheck)}>{t("planCheck", { number: plan.factCheck })}</a>
            </p>
          )}
          <ClaimLinks claims={claimsNamed(plan.claims, claims)} {...{ campaign, locale }} />
        </Notice>
      ))}
    </section>
  );
}
