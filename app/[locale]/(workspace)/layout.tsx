import { NextIntlClientProvider } from "next-intl";
import type { ReactNode } from "react";
import { messagesFor } from "@/lib/i18n/messages";
import { pageLocale } from "../page-locale";

type LayoutProps = { children: ReactNode; params: Promise<{ locale: string }> };

/** Signed-in pages are an ordinary Next application; only the words an error needs go to the browser. */
export default async function WorkspaceLayout({ children, params }: LayoutProps) {
  const locale = await pageLocale(params);
  const { problem } = messagesFor(locale);
  return (
    <NextIntlClientProvider locale={locale} messages={{ problem }}>
      {children}
    </NextIntlClientProvider>
  );
}
