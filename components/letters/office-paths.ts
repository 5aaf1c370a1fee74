import type { Locale } from "@/lib/i18n/locales";

/** Where the pages of a campaign's offices stand. */
export function officePaths(campaign: string, locale: Locale) {
  const path = `/campaigns/${campaign}/targets`;
  return {
    /** Below the locale, as other languages have it. */
    path,
    campaign: `/${locale}/campaigns/${campaign}`,
    all: `/${locale}${path}`,
    in: (country: string) => `/${locale}${path}?country=${country}`,
    office: (key: string) => `/${locale}${path}/${key}`,
    write: ({ key, country }: { key: string; country: string | null }) =>
      `/${locale}/letters/${campaign}?${country ? `country=${country}&` : ""}target=${key}`,
  };
}
