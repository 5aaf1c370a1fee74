import { createTranslator } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { type Composer, composeEach } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import { TROUBLES } from "./pause-office";

/** Tells a team that letters to an office wait, or that some wait for a person; the outbox row has sealed what about. */
export function officeTroubleComposer(): Composer {
  return (_, rows) =>
    composeEach(rows, async ({ locale, payload }) => {
      const words = payload.trouble
        ? await pausedWords(locale, payload)
        : await waitingWords(locale, payload);
      return { mail: await renderMail("office-trouble", locale, words) };
    });
}

type Told = Record<string, string>;

async function pausedWords(locale: Locale, { trouble, office, target, address, campaignTitle }: Told) {
  const t = await translator(locale);
  const known = TROUBLES.find((one) => one === trouble);
  if (!known) throw new Error(`no such trouble: ${trouble}`);
  return {
    intro: t("intro"),
    about: `${campaignTitle}: ${office} (${target}), ${address}`,
    trouble: `${t(known)} ${t("paused")}`,
    act: t("act"),
  };
}

/** `held`, `answers`, `onPaper`: how many; `expiring`: keys of offices. Each may be lacking. */
async function waitingWords(locale: Locale, told: Told) {
  const { held, answers, onPaper, expiring: targets, campaignTitle = "" } = told;
  const t = await translator(locale);
  const said = [
    held && t("held", { count: Number(held) }),
    answers && t("answers", { count: Number(answers) }),
    onPaper && t("onPaper", { count: Number(onPaper) }),
    targets && t("expiring", { targets }),
  ];
  return {
    intro: t("waitingIntro"),
    about: campaignTitle,
    trouble: said.filter(Boolean).join(" "),
    act: t("waitingAct"),
  };
}

/** The catalogs are loaded when the first such mail is written: a worker that starts in a surge has no second for them. */
async function translator(locale: Locale) {
  const { messagesFor } = await import("@/lib/i18n/messages");
  return createTranslator({ locale, messages: messagesFor(locale), namespace: "mail.officeTrouble" });
}
