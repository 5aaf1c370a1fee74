import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type Axe from "axe-core";
import type { RunOptions } from "axe-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 AA, and what axe's authors hold to be good practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The narrowest phone (1280 px at 400 %, WCAG 1.4.10), the usual one, a desktop. */
const WIDTHS = [320, 360, 1280];

/**
 * Refuses a page on which axe finds anything, of colours by day and by night, and one that scrolls sideways. Takes the
 * page as it stands, and, where another language of it was looked at already, that its colours are known.
 */
export async function expectSound(page: Page, { colours = true }: { colours?: boolean } = {}): Promise<void> {
  await expectNothing(page, { runOnly: RULES, rules: { "color-contrast": { enabled: colours } } });
  if (colours) {
    await page.emulateMedia({ colorScheme: "dark" });
    await expectNothing(page, { runOnly: ["color-contrast"] });
    await page.emulateMedia({ colorScheme: null });
  }
  await expectNoSidewaysScroll(page);
}

/** Refuses a page, as it stands, that scrolls sideways on a phone or a desktop; leaves its width as it was. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scrolled, `${page.url()} at ${width} px`).toBeLessThanOrEqual(width);
  }
  if (before) await page.setViewportSize(before);
}

/** What is in order needs no description: that costs most of a check's time. A document reads axe itself once. */
async function expectNothing(page: Page, options: RunOptions): Promise<void> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const violations = await page.evaluate(async (given) => {
    const { axe } = globalThis as unknown as { axe: typeof Axe };
    const found = await axe.run(document, { ...given, resultTypes: ["violations"] });
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
    );
  }, options);
  expect(violations, page.url()).toEqual([]);
}
