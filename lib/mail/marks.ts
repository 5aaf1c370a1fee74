import type { Locale } from "@/lib/i18n/locales";
import type { TemplateKind } from "./states";

/** Where the address of "never mail me" comes; it is the mailbox's own, so only the relay knows it (finishMail). */
export const NEVER_MAIL_MARK = "@@neverMailUrl@@";

/** What a mail with marks is known by: kind, language and the names of what is filled in, in any order. */
export function markedName(kind: TemplateKind, locale: Locale, slots: readonly string[]): string {
  return [kind, locale, ...slots.toSorted()].join(" ");
}
