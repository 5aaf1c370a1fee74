import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { messagesFor } from "@/lib/i18n/messages";
import { summarizeLetterErrors } from "./letter-errors";
import { UndrawableNotice } from "./undrawable-notice";

const { letters, errors } = messagesFor("en");
const summary = (field: string, code: string, onPage: string[] = []) =>
  summarizeLetterErrors({ typed: { values: {}, errors: { [field]: code } }, locale: "en" }, onPage);

test("a disputable statement that nobody ticked is named, and what the page sent by itself is the page's fault", () => {
  expect(summary("confirmed", "required")).toEqual([{ words: letters.errors.confirmed.required }]);
  expect(summary("version", "invalid")).toEqual([{ words: errors.page }]);
});

test("what no font has is said in the same words of paper and of a letter to be carried, each with its characters", () => {
  const { papers } = messagesFor("en");
  for (const field of ["paper", "channel"] as const) {
    expect(summary(field, "undrawable")).toEqual([{ words: papers.undrawableTitle }]);
    const typed = { values: { undrawable: "😀 م" }, errors: { [field]: "undrawable" } };
    const noticeOf = (of: typeof field) => {
      const children = createElement(UndrawableNotice, { typed, field: of });
      const provider = { locale: "en", messages: messagesFor("en"), timeZone: "UTC", children } as const;
      return renderToStaticMarkup(createElement(NextIntlClientProvider, provider));
    };
    expect(noticeOf(field)).toContain("😀 م");
    expect(noticeOf(field === "paper" ? "channel" : "paper")).toBe("");
  }
});
