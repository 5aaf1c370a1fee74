import { useTranslations } from "next-intl";
import { countryName } from "@/lib/i18n/country-names";
import type { Locale } from "@/lib/i18n/locales";
import type { PendingSignature } from "@/lib/signatures/types";

/** What the button will confirm, so that nobody confirms what they did not write. */
export function PendingFacts({ signature, locale }: { signature: PendingSignature; locale: Locale }) {
  const t = useTranslations();
  const { petition, display, name, country, reason, forgetMe, updates } = signature;
  const none = t("confirm.none");
  return (
    <dl className="facts">
      <div>
        <dt>{t("confirm.petition")}</dt>
        <dd lang={petition.locale}>{petition.title}</dd>
      </div>
      <div>
        <dt>{t("confirm.display")}</dt>
        <dd>{t(`form.displays.${display}`)}</dd>
      </div>
      <div>
        <dt>{t("confirm.name")}</dt>
        <dd>{name || none}</dd>
      </div>
      <div>
        <dt>{t("confirm.country")}</dt>
        <dd>{country ? countryName(country, locale) : none}</dd>
      </div>
      {reason && (
        <div>
          <dt>{t("confirm.reason")}</dt>
          <dd className="whitespace-pre-line">{reason}</dd>
        </div>
      )}
      {forgetMe && (
        <div>
          <dt>{t("confirm.forgetMe")}</dt>
          <dd>{t("confirm.forgetMeOn")}</dd>
        </div>
      )}
      {updates && (
        <div>
          <dt>{t("confirm.updates")}</dt>
          <dd>{t("confirm.updatesOn")}</dd>
        </div>
      )}
    </dl>
  );
}
