import { useTranslations } from "next-intl";
import { correctedAt } from "@/lib/evidence/types";
import { formatDay } from "@/lib/i18n/dates";
import type { Locale } from "@/lib/i18n/locales";
import type { ShownClaim } from "./claim-entry";

/** That a claim was corrected, in few words, where it is named beside others. `at` as RFC 3339; null where it never was. */
export function CorrectedOn({ at, locale }: { at: string | null; locale: Locale }) {
  const t = useTranslations("corrections");
  return at && <b>{t("on", { date: formatDay(new Date(at), locale) })}</b>;
}

/** When a claim was last corrected and why, with what it said until then; nothing where it never was. */
export function CorrectionLine({ claim, campaign, locale }: ShownClaim) {
  const t = useTranslations("corrections");
  const at = correctedAt(claim);
  const revision = claim.revisions.find(({ substantial }) => substantial);
  if (!at || !revision) return null;
  return (
    <p className="claim-corrected">
      <b>{t("on", { date: formatDay(new Date(at), locale) })}:</b>{" "}
      <span lang={campaign.defaultLocale}>{revision.reason}</span>
      {revision.before.statement !== claim.statement && (
        <>
          {" "}
          {t("before")}: <q lang={campaign.defaultLocale}>{revision.before.statement}</q>
        </>
      )}
    </p>
  );
}
