import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

type SignOutFormProps = { csrfToken?: string; callbackUrl: string };

/** Ends the session in this browser. */
export function SignOutForm({ csrfToken, callbackUrl }: SignOutFormProps) {
  const t = useTranslations("organize");
  return (
    <form method="post" action="/api/auth/signout">
      {csrfToken && <input type="hidden" name="csrfToken" value={csrfToken} />}
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Button plain>{t("signOut")}</Button>
    </form>
  );
}
