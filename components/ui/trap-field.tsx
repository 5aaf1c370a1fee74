import { useTranslations } from "next-intl";

/** People and their assistive technology never meet this field; programs that fill in everything do. */
export function TrapField() {
  const t = useTranslations("form");
  return (
    <div className="trap" aria-hidden="true">
      <label htmlFor="website">{t("trap")}</label>
      <input id="website" name="website" type="text" tabIndex={-1} autoComplete="off" />
    </div>
  );
}
