import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";

/** The letter says what its template says. It may go all the same, and its writer is told what that means. */
export function UnchangedNotice() {
  const t = useTranslations("letters");
  return (
    <Notice title={t("unchanged")}>
      <p>{t("unchangedText")}</p>
    </Notice>
  );
}
