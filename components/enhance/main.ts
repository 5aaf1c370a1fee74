import { offerCopying } from "./copy-link";
import { keepFresh } from "./live-count";
import { proveWork } from "./proof";
import { helpSigning } from "./sign-form";

/** The script of all public pages. It improves what already works and has no words of its own. */
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-words]")) helpSigning(form);
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-proof]")) proveWork(form);
for (const tally of document.querySelectorAll<HTMLElement>("[data-count]")) keepFresh(tally);
for (const address of document.querySelectorAll<HTMLElement>("[data-copy]")) offerCopying(address);
