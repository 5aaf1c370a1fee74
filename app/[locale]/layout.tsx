import "../globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";

export const metadata: Metadata = { icons: { icon: { url: "/favicon.svg", type: "image/svg+xml" } } };

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf9f4" },
    { media: "(prefers-color-scheme: dark)", color: "#15130f" },
  ],
};

type LayoutProps = { children: ReactNode; params: Promise<{ locale: string }> };

export default async function RootLayout({ children, params }: LayoutProps) {
  const { locale } = await params;
  return (
    <html lang={isLocale(locale) ? locale : DEFAULT_LOCALE}>
      <body>{children}</body>
    </html>
  );
}
