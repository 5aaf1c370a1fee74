import { offerCopying } from "./copy-link";
import { forgetDraft, keepDraft } from "./letter-draft";
import { countCharacters, previewLetter } from "./letter-preview";
import { keepFresh } from "./live-count";
import { proveWork } from "./proof";
import { helpSigning } from "./sign-form";

/** The one script of public pages. It improves what already works and has no words of its own. */
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-words]")) helpSigning(form);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-proof]")) proveWork(form);
for (const tally of document.querySelectorAll<HTMLElement>("[data-count]")) keepFresh(tally);
for (const address of document.querySelectorAll<HTMLElement>("[data-copy]")) offerCopying(address);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) keepDraft(form);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) previewLetter(form);
for (const page of document.querySelectorAll<HTMLElement>("[data-draft-sent]")) forgetDraft(page);
for (const words of document.querySelectorAll<HTMLElement>("[data-length-of]")) countCharacters(words);
