import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { LetterTyped } from "./letter-errors";

type UndrawableNoticeProps = { typed: LetterTyped; field: "channel" | "paper"; id?: string };

/** Which characters keep a letter from being printed; nothing where this way has no such error. */
export function UndrawableNotice({ typed, field, id }: UndrawableNoticeProps) {
  const t = useTranslations("papers");
  if (typed.errors[field] !== "undrawable") return null;
  return (
    <div className="mb-6">
      <Notice id={id} level={3} strong landing title={t("undrawableTitle")}>
        <p>{t("undrawable", { characters: typed.values.undrawable ?? "" })}</p>
      </Notice>
    </div>
  );
}
