import createMiddleware from "next-intl/middleware";
import { DEFAULT_LOCALE, LOCALES } from "@/lib/i18n/locales";

/** Unprefixed paths lead to the reader's language by Accept-Language. No cookie: it would keep shared caches from caching. */
export default createMiddleware({
  locales: LOCALES,
  defaultLocale: DEFAULT_LOCALE,
  localePrefix: "always",
  localeCookie: false,
  alternateLinks: false,
});

export const config = {
  matcher: [
    "/((?!api|_next|en(?:/|$)|ko(?:/|$)|ja(?:/|$)|zh-Hans(?:/|$)|zh-Hant(?:/|$)|ru(?:/|$)|healthz|readyz|outbox|.*\\..*).*)",
  ],
};
