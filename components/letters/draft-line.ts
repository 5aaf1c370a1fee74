import type { useTranslations } from "next-intl";

type Draft = {
  t: ReturnType<typeof useTranslations<"letters">>;
  campaign: string;
  target: string;
  step: "choose" | "letter";
};

/** What the browser's script needs to keep a draft of a form in the browser, and to say so in the page's language. */
export function draftData({ t, campaign, target, step }: Draft) {
  return {
    "data-draft": campaign,
    "data-draft-target": target,
    "data-draft-step": step,
    "data-draft-kept": t("draft.kept"),
    "data-draft-found": t("draft.found"),
    "data-draft-forget": t("draft.forget"),
    "data-draft-forgotten": t("draft.forgotten"),
  };
}
