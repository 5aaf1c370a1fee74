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

/** Only paths that are pages in some language are led there; anything else is simply not found. */
export const config = {
  matcher: [
    "/",
    "/(campaigns|petitions|confirm|signatures|letters|verify|sign-in|organize|privacy|safety|accessibility|about)",
    "/(campaigns|petitions|confirm|signatures|unsubscribe|letters|sign-in|organize)/:path*",
  ],
};
