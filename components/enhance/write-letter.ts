import { dropOldDrafts, forgetDraft, forgetSent, keepDraft, markSent, offerForgetting } from "./letter-draft";
import { countCharacters, previewLetter } from "./letter-preview";
import { fillToday } from "./today";

/** The script of the pages where letters are written, beside that of all public pages. */
dropOldDrafts();
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) keepDraft(form);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) previewLetter(form);
for (const page of document.querySelectorAll<HTMLElement>("[data-draft-sent]")) markSent(page);
for (const page of document.querySelectorAll<HTMLElement>("[data-draft-here]")) offerForgetting(page);
for (const page of document.querySelectorAll<HTMLElement>("[data-draft-done]")) forgetDraft(page);
for (const page of document.querySelectorAll<HTMLElement>("[data-draft-confirmed]")) forgetSent(page);
for (const words of document.querySelectorAll<HTMLElement>("[data-length-of]")) countCharacters(words);
for (const field of document.querySelectorAll<HTMLInputElement>("input[data-today]")) fillToday(field);
