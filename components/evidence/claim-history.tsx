import { useTranslations } from "next-intl";
import { DateText } from "@/components/ui/date-text";
import type { ClaimView } from "@/lib/evidence/types";
import type { ShownClaim } from "./claim-entry";
import { FigureText } from "./figure-text";
import { VerdictMark } from "./verdict-mark";

type Revision = ClaimView["revisions"][number];
type EntryProps = Omit<ShownClaim, "claim"> & { revision: Revision };

/** What the claim said before, until when, and why it changed; the newest change first. */
export function ClaimHistory({ claim, campaign, locale }: ShownClaim) {
  const t = useTranslations("claim");
  return (
    <section className="part" aria-labelledby="history">
      <h2 id="history">{t("history")}</h2>
      {claim.revisions.length === 0 && <p>{t("historyNone")}</p>}
      <ol className="claims">
        {claim.revisions.map((revision, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes may fall into one moment, and the list never changes in place
          <li key={index}>
            <RevisionEntry {...{ revision, campaign, locale }} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function RevisionEntry({ revision, campaign, locale }: EntryProps) {
  const t = useTranslations("claim");
  const { at, reason, substantial, before } = revision;
  return (
    <div>
      <p>
        <b>
          {t("until")} <DateText at={new Date(at)} locale={locale} day />
        </b>{" "}
        <span className="small quiet">{substantial ? t("substantial") : t("wordingOnly")}</span>
      </p>
      <blockquote className="before" lang={campaign.defaultLocale}>
        <p>{before.statement}</p>
        <Before {...{ before, campaign, locale }} />
      </blockquote>
      <p className="small">
        <b>{t("why")}:</b> <span lang={campaign.defaultLocale}>{reason}</span>
      </p>
    </div>
  );
}

/** The claim as it stood, in one line of facts. */
function Before({ before, campaign, locale }: Omit<EntryProps, "revision"> & Pick<Revision, "before">) {
  const t = useTranslations();
  const { speaker, date, place, values, verdict } = before;
  return (
    <dl className="claim-facts">
      <div>
        <dt>{t("evidence.saidBy")}</dt>
        <dd>{speaker}</dd>
      </div>
      <div>
        <dt>{t("evidence.date")}</dt>
        <dd>{date.text}</dd>
      </div>
      {place && (
        <div>
          <dt>{t("claim.place")}</dt>
          <dd>{place}</dd>
        </div>
      )}
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two figures may be alike, and the list never changes in place
        <div key={index}>
          <dt>{t("claim.values")}</dt>
          <dd>
            <FigureText figure={value} lang={campaign.defaultLocale} locale={locale} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{t("evidence.finding")}</dt>
        <dd lang={locale}>
          <VerdictMark verdict={verdict.label} />
        </dd>
      </div>
    </dl>
  );
}
