import { useTranslations } from "next-intl";
import { ButtonLink } from "./button";
import { Opening } from "./opening";

const BY_CODE = ["closed", "mailbox-full", "expired", "withdrawn", "erased", "removed"] as const;
const BY_STATUS = {
  400: "bad-request",
  403: "forbidden",
  404: "not-found",
  405: "method",
  408: "bad-request",
  409: "closed",
  410: "expired",
  413: "too-large",
  414: "too-large",
  415: "media-type",
  429: "too-many",
  500: "internal",
  503: "unavailable",
} as const;

type Kind = (typeof BY_CODE)[number] | (typeof BY_STATUS)[keyof typeof BY_STATUS] | "unknown-link";

/** Which words fit a refusal: its code says more than its status. A 404 of a mailed link is told from one of an address. */
export function problemKind(status: number, code: string): Kind {
  const coded = BY_CODE.find((known) => code === known || code === `petition-${known}`);
  if (coded) return coded;
  if (status === 404 && code === "unknown-token") return "unknown-link";
  const known = Object.entries(BY_STATUS).find(([key]) => Number(key) === status);
  return known ? known[1] : status >= 500 ? "internal" : "bad-request";
}

export type ProblemTextProps = {
  kind: Kind;
  home: string;
  /** Where the petition stands, if the refusal was about one. */
  petition?: string;
  requestId?: string;
  /** Seconds to wait. */
  retryAfter?: number;
};

/** What went wrong in kind words, and where to go on. */
export function ProblemText({ kind, home, petition, requestId, retryAfter }: ProblemTextProps) {
  const t = useTranslations("problem");
  return (
    <>
      <Opening title={t(`${kind}.title`)} />
      <div className="prose">
        <p>{t(`${kind}.text`)}</p>
        {kind === "too-many" && retryAfter !== undefined && (
          <p>
            <strong>{t("too-many.when", { minutes: Math.max(1, Math.ceil(retryAfter / 60)) })}</strong>
          </p>
        )}
        <p className="actions">
          {petition && <ButtonLink href={petition}>{t("petition")}</ButtonLink>}
          <ButtonLink href={home} plain>
            {t("home")}
          </ButtonLink>
        </p>
        {requestId && <p className="small quiet">{t("id", { id: requestId })}</p>}
      </div>
    </>
  );
}
