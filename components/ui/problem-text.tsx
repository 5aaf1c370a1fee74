import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "./button";
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

type Kind =
  | (typeof BY_CODE)[number]
  | (typeof BY_STATUS)[keyof typeof BY_STATUS]
  | "unknown-link"
  | "no-claim"
  | "no-source";

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
  /** Where else to look, if it was about a claim or a source. */
  evidence?: string;
  requestId?: string;
  /** Seconds to wait. */
  retryAfter?: number;
  /** What a form sent, to be sent again. */
  again?: { action: string; fields: Record<string, string> };
};

/** "About": minutes to the next five, once that many do not matter. */
export function roughMinutes(seconds: number): number {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return minutes <= 10 ? minutes : Math.ceil(minutes / 5) * 5;
}

/** What went wrong in kind words, and where to go on. */
export function ProblemText({
  kind,
  home,
  petition,
  evidence,
  requestId,
  retryAfter,
  again,
}: ProblemTextProps) {
  const t = useTranslations("problem");
  return (
    <>
      <Opening title={t(`${kind}.title`)} />
      <div className="prose">
        <p>{t(`${kind}.text`)}</p>
        {kind === "too-many" && retryAfter !== undefined && (
          <p>
            <strong>{t("too-many.when", { minutes: roughMinutes(retryAfter) })}</strong>
          </p>
        )}
        {again && <SendAgain {...again} />}
        <p className="actions">
          {petition && <ButtonLink href={petition}>{t("petition")}</ButtonLink>}
          {evidence && <ButtonLink href={evidence}>{t("evidence")}</ButtonLink>}
          <ButtonLink href={home} plain>
            {t("home")}
          </ButtonLink>
        </p>
        {requestId && <p className="small quiet">{t("id", { id: requestId })}</p>}
      </div>
    </>
  );
}

/** Nothing that was typed is lost: the page holds it, and sends it as the form did. */
function SendAgain({ action, fields }: NonNullable<ProblemTextProps["again"]>) {
  const t = useTranslations("problem");
  return (
    <form className="prose" method="post" action={action}>
      <p>{t("too-many.kept")}</p>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p>
        <Button>{t("too-many.again")}</Button>
      </p>
    </form>
  );
}
