import { expect, test } from "vitest";
import { messagesFor } from "@/lib/i18n/messages";
import { summarizeLetterErrors } from "./letter-errors";

const { letters, errors } = messagesFor("en");
const summary = (field: string, code: string, onPage: string[] = []) =>
  summarizeLetterErrors({ typed: { values: {}, errors: { [field]: code } }, locale: "en" }, onPage);

test("a disputable statement that nobody ticked is named, and what the page sent by itself is the page's fault", () => {
  expect(summary("confirmed", "required")).toEqual([{ words: letters.errors.confirmed.required }]);
  expect(summary("version", "invalid")).toEqual([{ words: errors.page }]);
});
