import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** Caches may keep a public page as long as a count may be old; asking again costs a comparison. */
const PUBLIC = { key: "x-vigil-cache", value: "public, max-age=0, s-maxage=2" };
const NO_REFERRER = { key: "referrer-policy", value: "no-referrer" };
const LOCALE = ":locale(en|ko|ja|zh-Hans|zh-Hant|ru)";

/** @type {import("next").NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  // Nothing here is resized, and the door that would do it fetches what it is told to.
  images: { unoptimized: true },
  compress: false,
  generateEtags: false,
  reactStrictMode: true,
  // Types are checked by the test command; TypeScript 7 has no interface that Next could call.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg",
    "pino",
    "disposable-email-domains-js",
    "validator",
    "light-my-request",
    "graphile-worker",
  ],
  // The host reads and removes the x-vigil headers (lib/web/render.ts).
  headers: async () => [
    { source: `/${LOCALE}`, headers: [PUBLIC] },
    {
      source: `/${LOCALE}/:page(campaigns|petitions|privacy|safety|accessibility|about)/:rest*`,
      headers: [PUBLIC],
    },
    { source: `/${LOCALE}/letters/:slug`, headers: [PUBLIC] },
    { source: `/${LOCALE}/letters/sent/:token`, headers: [NO_REFERRER] },
    { source: `/${LOCALE}/organize/:rest*`, headers: [{ key: "x-vigil-page", value: "workspace" }] },
    { source: `/${LOCALE}/:page(confirm|signatures|unsubscribe|sign-in)/:rest*`, headers: [NO_REFERRER] },
  ],
};

export default withNextIntl(config);
