import { type Composer, composeEach } from "@/lib/mail/compose";
import { renderMail } from "@/lib/mail/render-mail";
import type { Trouble } from "./pause-office";

/** Tells a team that letters to an office wait; the outbox row has sealed what about. */
export function officeTroubleComposer(): Composer {
  return (_, rows) =>
    composeEach(rows, async ({ locale, payload }) => {
      const { office = "", target = "", address = "", campaignTitle = "", trouble } = payload;
      const words = (await import("@/lib/i18n/messages")).messagesFor(locale).mail.officeTrouble;
      const mail = await renderMail("office-trouble", locale, {
        ...{ office, target, address, campaignTitle },
        trouble: words[trouble as Trouble] ?? "",
      });
      return { mail };
    });
}
