import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { messagesFor } from "@/lib/i18n/messages";
import { SourceKindName } from "./kind-name";

function shown(kind: string): string {
  const children = createElement(SourceKindName, { kind, lang: "ko" });
  const provider = { locale: "en" as const, messages: messagesFor("en"), timeZone: "UTC", children };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, provider));
}

test("a kind of document that is known is named in the reader's language, a campaign's own in its own", () => {
  expect(shown("NGO report")).toBe("Report of an organization");
  expect(shown("단체 측정")).toBe('<span lang="ko">단체 측정</span>');
});
