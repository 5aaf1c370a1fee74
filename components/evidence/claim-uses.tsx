import { useTranslations } from "next-intl";
import type { ClaimUses } from "@/lib/evidence/types";
import type { Locale } from "@/lib/i18n/locales";
import { type EvidenceCampaign, evidencePaths } from "./evidence-paths";

type ClaimUsesListProps = { uses: ClaimUses; campaign: EvidenceCampaign; locale: Locale };
type Use = { id: string; kind: string; text: string; href: string; lang?: string };

/** Every text and list of ours that rests on the claim. */
export function ClaimUsesList({ uses, campaign, locale }: ClaimUsesListProps) {
  const t = useTranslations("claim");
  const list = useUses({ uses, campaign, locale });
  return (
    <section className="part" aria-labelledby="uses">
      <h2 id="uses">{t("uses")}</h2>
      {list.length === 0 && <p>{t("usesNone")}</p>}
      <ul className="uses">
        {list.map(({ id, kind, text, href, lang }) => (
          <li key={id}>
            <span className="small quiet">{kind}</span>{" "}
            <a href={href} lang={lang}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useUses({ uses, campaign, locale }: ClaimUsesListProps): Use[] {
  const t = useTranslations("claim");
  const paths = evidencePaths(campaign.slug, locale);
  const lang = campaign.defaultLocale;
  return [
    ...uses.campaigns.map(({ title, locale: own }) => ({
      ...{ id: "campaign", kind: t("used.campaign"), text: title, lang: own },
      href: paths.campaign,
    })),
    ...uses.dossiers.map(({ key, title }) => ({
      ...{ id: `dossier-${key}`, kind: t("used.dossier"), text: title, href: paths.dossier(key) },
    })),
    ...uses.petitions.map((version) => ({
      id: `petition-${version.slug}-${version.number}-${version.locale}`,
      kind: t("used.petition", { number: version.number }),
      text: version.title,
      href: `/${version.locale}/petitions/${version.slug}/versions/${version.number}`,
      lang: version.locale,
    })),
    ...uses.letters.map((letter) => ({
      id: `letter-${letter.key}-${letter.locale}`,
      ...{ kind: t("used.letter"), text: letter.title, lang: letter.locale },
      href: `/${letter.locale}/letters/${campaign.slug}`,
    })),
    ...uses.timeline.map(({ id, title }) => ({
      ...{ id: `event-${id}`, kind: t("used.timeline"), text: title, lang },
      href: paths.entry("event", id),
    })),
    ...uses.demands.map(({ id, demand }) => ({
      ...{ id: `demand-${id}`, kind: t("used.demand"), text: demand, lang },
      href: paths.entry("demand", id),
    })),
    ...uses.plans.map(({ id, plan }) => ({
      ...{ id: `plan-${id}`, kind: t("used.plan"), text: plan, lang },
      href: paths.entry("plan", id),
    })),
    ...uses.actions.map(({ id, action }) => ({
      ...{ id: `action-${id}`, kind: t("used.action"), text: action, lang },
      href: paths.entry("act", id),
    })),
    ...uses.comparisons.map(({ id, title }) => ({
      ...{ id: `comparison-${id}`, kind: t("used.comparison"), text: title, lang },
      href: paths.entry("comparison", id),
    })),
    ...uses.factChecks.map((number) => ({
      ...{ id: `check-${number}`, kind: t("used.check"), text: t("check", { number }) },
      href: paths.entry("check", number),
    })),
  ];
}
