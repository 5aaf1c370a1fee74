import { useTranslations } from "next-intl";
import { TRACKS } from "@/lib/evidence/schema";
import type { ClaimView, TimelineEventView, Track } from "@/lib/evidence/types";
import { ClaimLinks, claimsNamed } from "./claim-links";
import { EvidenceFrame, type EvidencePlace } from "./evidence-frame";
import { entryId, evidencePaths } from "./evidence-paths";
import { FurtherPages } from "./further-pages";
import { KindName } from "./kind-name";
import { TimelinePicture } from "./timeline-picture";

type Chosen = { track?: Track; kind?: string };
type TimelinePageProps = EvidencePlace & {
  /** All events for the picture, and those of this page of the list with the claims they rest on. */
  all: TimelineEventView[];
  events: TimelineEventView[];
  claims: ClaimView[];
  kinds: { kind: string; count: number }[];
  chosen: Chosen;
  next: string | null;
  further: boolean;
  now: Date;
};

/** What happened, as a picture to look at and a list to read. */
export function TimelinePage(props: TimelinePageProps) {
  const t = useTranslations("timeline");
  const { all, events, claims, chosen, next, further, now, ...place } = props;
  const isChosen = ({ track, kind }: TimelineEventView) =>
    (!chosen.track || chosen.track === track) && (!chosen.kind || chosen.kind === kind);
  return (
    <EvidenceFrame {...place} page="timeline" title={t("title")} lead={t("lead")}>
      {all.length === 0 ? <p>{t("none")}</p> : <TimelinePicture events={all} {...{ isChosen, now }} />}
      <section className="part" aria-labelledby="list">
        <h2 id="list">{t("list")}</h2>
        <Filters {...props} />
        {events.length === 0 && all.length > 0 && <p>{t("noneChosen")}</p>}
        <ol className="timeline-list">
          {events.map((event) => (
            <Event key={event.id} event={event} claims={claimsNamed(event.claims, claims)} {...place} />
          ))}
        </ol>
        <FurtherPages address={addressOf(place, chosen)} {...{ next, further }} />
      </section>
    </EvidenceFrame>
  );
}

function addressOf({ campaign, locale }: Pick<EvidencePlace, "campaign" | "locale">, chosen: Chosen): string {
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== undefined));
  const path = evidencePaths(campaign.slug, locale).page("timeline");
  return query.size === 0 ? path : `${path}?${query}`;
}

function Filters({ kinds, chosen, campaign, locale }: TimelinePageProps) {
  const t = useTranslations("timeline");
  const to = (choice: Chosen) => addressOf({ campaign, locale }, choice);
  const mark = (isSame: boolean) => (isSame ? "true" : undefined);
  const { track, kind } = chosen;
  return (
    <nav className="filters no-print" aria-label={t("filters")}>
      <p id="by-track">{t("byTrack")}</p>
      <ul aria-labelledby="by-track">
        {[undefined, ...TRACKS].map((choice) => (
          <li key={choice ?? ""}>
            <a href={`${to({ track: choice, kind })}#list`} aria-current={mark(choice === track)}>
              {choice ? t(`tracks.${choice}`) : t("all")}
            </a>
          </li>
        ))}
      </ul>
      <details open={kind !== undefined}>
        <summary>{t("byKind")}</summary>
        <ul>
          {[undefined, ...kinds].map((choice) => (
            <li key={choice?.kind ?? ""}>
              <a
                href={`${to({ track, kind: choice?.kind })}#list`}
                aria-current={mark(choice?.kind === kind)}
              >
                {choice ? <KindName kind={choice.kind} lang={campaign.defaultLocale} /> : t("all")}
              </a>
              {choice && <span className="quiet"> {choice.count}</span>}
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}

type EventProps = { event: TimelineEventView; claims: ClaimView[] } & Omit<EvidencePlace, "origin">;

function Event({ event, claims, campaign, locale }: EventProps) {
  const t = useTranslations("timeline");
  const { id, date, title, track, kind, place, note, link } = event;
  return (
    <li id={entryId("event", id)} className={track}>
      <p className="small quiet">
        <span lang={campaign.defaultLocale}>{date.text}</span>
        {place && <span lang={campaign.defaultLocale}> · {place}</span>}
      </p>
      <h3 lang={campaign.defaultLocale}>{title}</h3>
      <p className="small">
        <b>{t(`tracks.${track}`)}</b> · <KindName kind={kind} lang={campaign.defaultLocale} />
      </p>
      {note && (
        <p className="small" lang={campaign.defaultLocale}>
          {note}
        </p>
      )}
      <ClaimLinks {...{ claims, campaign, locale }} />
      {link && (
        <p className="small">
          <a href={link} rel="noreferrer" aria-label={t("linkOf", { title })}>
            {t("link")}
          </a>
        </p>
      )}
    </li>
  );
}
