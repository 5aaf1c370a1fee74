import { NextIntlClientProvider } from "next-intl";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { messagesFor } from "@/lib/i18n/messages";
import { AnswerForm } from "./answer-form";

const TYPED = { answer: "real", gist: "ž".repeat(301), text: "\u202eZpět 거부", offer: "on" };

function rendered(errors: Record<string, string>): string {
  const answers = { told: null, came: [] };
  const form = createElement(AnswerForm, {
    ...{ answers, token: "t", locale: "ru" as const, typed: { values: TYPED, errors } },
  });
  const provider = { locale: "ru" as const, messages: messagesFor("ru"), timeZone: "UTC", children: form };
  return renderToStaticMarkup(createElement(NextIntlClientProvider, provider));
}

const beside = (html: string, field: string) =>
  new RegExp(`<p class="field-error" id="${field}-error">([^<]*)`).exec(html)?.[1];
const summary = (html: string) => /id="errors".*?<\/ul>/s.exec(html)?.[0] ?? "";
const { answers, letters, errors } = messagesFor("ru");

test("the field at fault is named and has its error beside it, and what was typed stands there again", () => {
  const html = rendered({ gist: "too-long", text: "hidden" });
  expect(beside(html, "gist")).toContain("300");
  expect(beside(html, "text")).toBe(letters.errors.hidden);
  expect(beside(html, "answer")).toBeUndefined();
  expect(summary(html)).toContain(`<a href="#gist">${answers.gist}`);
  expect(summary(html)).toContain(`<a href="#text">${answers.text}`);
  for (const words of [TYPED.gist, TYPED.text]) expect(html).toContain(words);
  expect(html).toMatch(/checked=""[^>]*value="real"|value="real"[^>]*checked=""/);
});

test("what was not chosen is asked for where it is chosen, and what nobody sees is the page's fault", () => {
  const html = rendered({ answer: "required", gist: "one-line", locale: "invalid" });
  expect(beside(html, "answer")).toBe(letters.errors.required);
  expect(beside(html, "gist")).toBe(letters.errors["one-line"]);
  expect(summary(html)).toContain(`<li>${errors.page}</li>`);
});
