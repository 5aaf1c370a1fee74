import { expect, test } from "vitest";
import { PAGES_OF_ONE_PERSON, publicPages, waysToPersons } from "./public-surface";

const pages = publicPages();

test("there are public pages, and each that is left out exists", () => {
  expect(pages.length).toBeGreaterThan(15);
  expect(pages).toEqual(expect.arrayContaining(Object.keys(PAGES_OF_ONE_PERSON)));
});

test.each(pages.filter((page) => !PAGES_OF_ONE_PERSON[page]))(
  "/%s comes to names of people through the public list alone, if at all",
  (page) => {
    expect(waysToPersons(page)).toEqual([]);
  },
);

test("the check bites: pages of one person are found out", () => {
  for (const page of Object.keys(PAGES_OF_ONE_PERSON)) expect(waysToPersons(page), page).not.toEqual([]);
});
