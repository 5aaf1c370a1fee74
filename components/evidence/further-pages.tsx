import { useTranslations } from "next-intl";

type FurtherPagesProps = {
  /** The page's address with whatever it is filtered or sorted by. */
  address: string;
  /** Key of the last item here, null on the last page. */
  next: string | null;
  /** Whether this is a page further down. */
  further: boolean;
};

/** The way through a list that is longer than a page. */
export function FurtherPages({ address, next, further }: FurtherPagesProps) {
  const t = useTranslations("evidenceList");
  if (!further && next === null) return null;
  const join = address.includes("?") ? "&" : "?";
  return (
    <nav className="actions mt-6 no-print" aria-label={t("pages")}>
      {further && (
        <a className="tap" href={address}>
          {t("first")}
        </a>
      )}
      {next !== null && (
        <a className="tap" rel="next" href={`${address}${join}after=${encodeURIComponent(next)}`}>
          {t("more")}
        </a>
      )}
    </nav>
  );
}
