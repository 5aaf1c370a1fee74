import { useTranslations } from "next-intl";
import type { ClaimView } from "@/lib/evidence/types";
import { formatNumber } from "@/lib/i18n/dates";
import { AreaName } from "./area-name";
import { ClaimEntry } from "./claim-entry";
import { EvidenceFrame, type EvidencePlace } from "./evidence-frame";
import { FarMap, NearMap } from "./evidence-map";
import { evidencePaths } from "./evidence-paths";
import { FurtherPages } from "./further-pages";
import { type Area, ELSEWHERE } from "./place-areas";
import { nearView } from "./province-shapes";

/** The statements of one area that was asked for. */
export type AreaClaims = { code: string; claims: ClaimView[]; next: string | null; further: boolean };

type MapPageProps = EvidencePlace & {
  areas: Area[];
  /** How many statements name no place that the map can show. */
  elsewhere: number;
  chosen: AreaClaims | null;
};

/** Which places the statements speak of, no finer than a province: drawn, in a table, and one by one. */
export function MapPage({ areas, elsewhere, chosen, ...place }: MapPageProps) {
  const t = useTranslations("evidenceMap");
  const view = nearView(areas.map(({ code }) => code));
  return (
    <EvidenceFrame {...place} page="map" title={t("title")} lead={t("lead")}>
      <p className="prose small">{t("safety")}</p>
      {areas.length === 0 && <p>{t("none")}</p>}
      {areas.length > 0 && (
        <figure className="map mt-6">
          {view && <NearMap {...{ areas, view }} locale={place.locale} />}
          <FarMap areas={areas} />
          <figcaption className="small quiet">
            {t("key")} {t("origin")}
          </figcaption>
        </figure>
      )}
      <section className="part" aria-labelledby="places">
        <h2 id="places">{t("places")}</h2>
        <AreaTable {...{ areas, elsewhere }} {...place} />
      </section>
      {chosen && <Chosen chosen={chosen} {...place} />}
    </EvidenceFrame>
  );
}

type Whose = Pick<EvidencePlace, "campaign" | "locale">;

const addressOf = ({ campaign, locale }: Whose, code: string) =>
  `${evidencePaths(campaign.slug, locale).page("map")}?place=${code}`;

function AreaTable({ areas, elsewhere, ...place }: Whose & Pick<MapPageProps, "areas" | "elsewhere">) {
  const t = useTranslations("evidenceMap");
  const { locale } = place;
  const rows = areas.map(({ code, ...totals }) => ({ code, ...totals, events: String(totals.events) }));
  return (
    <div className="table-frame">
      <table className="figures-table">
        <caption className="unseen">{t("places")}</caption>
        <thead>
          <tr>
            {[t("place"), t("statements"), t("events")].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...rows, { code: ELSEWHERE, claims: elsewhere, events: "" }].map(({ code, claims, events }) => (
            <tr key={code}>
              <th scope="row">
                <a href={`${addressOf(place, code)}#statements`}>
                  <NameOf code={code} locale={locale} />
                </a>
              </th>
              <td>{formatNumber(claims, locale)}</td>
              <td>{events}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NameOf({ code, locale }: Pick<Whose, "locale"> & { code: string }) {
  const t = useTranslations("evidenceMap");
  return code === ELSEWHERE ? t("elsewhere") : <AreaName code={code} locale={locale} />;
}

function Chosen({
  chosen: { code, claims, next, further },
  campaign,
  locale,
}: Whose & { chosen: AreaClaims }) {
  const t = useTranslations("evidenceMap");
  return (
    <section className="part" aria-labelledby="statements">
      <h2 id="statements">
        {t("statements")}: <NameOf {...{ code, locale }} />
      </h2>
      {claims.length === 0 && <p>{t("noStatements")}</p>}
      <ul className="claims">
        {claims.map((claim) => (
          <li key={claim.id}>
            <ClaimEntry {...{ claim, campaign, locale }} />
          </li>
        ))}
      </ul>
      <FurtherPages address={addressOf({ campaign, locale }, code)} {...{ next, further }} />
    </section>
  );
}
