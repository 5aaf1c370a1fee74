import type { Locale } from "@/lib/i18n/locales";
import type { Client } from "@/lib/web/body";
import type { DoorAnswer, DoorRequest } from "@/lib/web/door";
import { refuse } from "@/lib/web/problem-page";

/** Seconds after which what waited for the fonts is done. */
const BUSY_FOR = 5;
/** Who wrote a whole letter in them sees soon enough that it is all of them. */
const MOST_NAMED = 20;

/** Characters that no font of ours has, as an answer names them. */
export function nameCharacters(characters: string[]): string {
  return characters.slice(0, MOST_NAMED).join(" ");
}

/** Too much waits for the fonts. Takes what a form sent, which its page keeps to be sent again. */
export function refuseBusy(
  request: DoorRequest,
  client: Client,
  locale: Locale,
  again: Record<string, unknown>,
): DoorAnswer {
  return refuse(request, client, { status: 503, code: "busy", retryAfter: BUSY_FOR, locale, again });
}
