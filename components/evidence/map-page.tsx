import { useTranslations } from "next-intl";
import type { ClaimView, TimelineEventView } from "@/lib/evidence/types";
import { formatNumber } from "@/lib/i18n/dates";
import { AreaName } from "./area-name";
import { ClaimEntry } from "./claim-entry";
import { EvidenceFrame, type EvidencePlace } from "./evidence-frame";
import { FarMap, NearMap } from "./evidence-map";
import { evidencePaths } from "./evidence-paths";
import { FurtherPages } from "./further-pages";
import { type Area, ELSEWHERE } from "./place-areas";
import { nearView } from "./province-shapes";

/** The statements of one area that was asked for, and the first of its events. */
export type AreaClaims = {
  code: string;
  claims: ClaimView[];
  next: string | null;
  further: boolean;
  events: Pick<TimelineEventView, "id" | "title" | "date">[];
};

type MapPageProps = EvidencePlace & {
  areas: Area[];
  /** How many statements and events name no place that the map can show. */
  elsewhere: Pick<Area, "claims" | "events">;
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
          {[...areas, { code: ELSEWHERE, ...elsewhere }].map(({ code, claims, events }) => (
            <tr key={code}>
              <th scope="row">
                <a href={`${addressOf(place, code)}#statements`}>
                  <NameOf code={code} locale={locale} />
                </a>
              </th>
              <td>{formatNumber(claims, locale)}</td>
              <td>{formatNumber(events, locale)}</td>
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

function Chosen({ chosen, campaign, locale }: Whose & { chosen: AreaClaims }) {
  const { code, claims, next, further, events } = chosen;
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
      {events.length > 0 && !further && <Events {...{ events, campaign, locale }} />}
    </section>
  );
}

/** What happened there: each leads to its entry in the timeline, which has them all. */
function Events({ events, campaign, locale }: Whose & Pick<AreaClaims, "events">) {
  const t = useTranslations("evidenceMap");
  const paths = evidencePaths(campaign.slug, locale);
  return (
    <>
      <h3 className="mt-8">{t("events")}</h3>
      <ul className="uses">
        {events.map(({ id, title, date }) => (
          <li key={id} lang={campaign.defaultLocale}>
            <span className="small quiet">{date.text}</span> <a href={paths.entry("event", id)}>{title}</a>
          </li>
        ))}
      </ul>
      <p className="small">
        <a href={paths.page("timeline")}>{t("moreEvents")}</a>
      </p>
    </>
  );
}
