import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

/** One button. Nothing submits itself: programs that scan mail open links and run scripts. */
export function ConfirmForm({ token }: { token: string }) {
  const t = useTranslations("confirm");
  return (
    <form method="post" action="/api/v1/confirmations" className="form">
      <input type="hidden" name="token" value={token} />
      <Button wide>{t("button")}</Button>
    </form>
  );
}
