import { expect, it } from "vitest";
import { fitNotes } from "./fit-notes";

it("leaves text and sources that fit as they are", () => {
  expect(fitNotes("A. [1] B. [2][1]", ["a", "b"])).toEqual({ text: "A. [1] B. [2][1]", claims: ["a", "b"] });
  expect(fitNotes("Nothing.", [])).toEqual({ text: "Nothing.", claims: [] });
});

it("leaves out sources that nothing leads to, and counts on", () => {
  expect(fitNotes("B. [2] C. [3]", ["a", "b", "c"])).toEqual({ text: "B. [1] C. [2]", claims: ["b", "c"] });
  expect(fitNotes("C. [3] A. [1]", ["a", "b", "c"])).toEqual({ text: "C. [2] A. [1]", claims: ["a", "c"] });
});

it("refuses a mark without a source", () => {
  for (const text of ["[1]", "A [3]", "[0]", "[99]"])
    expect(fitNotes(text, text === "[1]" ? [] : ["a", "b"])).toBeNull();
});

it("takes years and words in brackets for what they are", () => {
  expect(fitNotes("In [2012] they [sic] said.", [])).toEqual({
    text: "In [2012] they [sic] said.",
    claims: [],
  });
});
