import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** WCAG 2.2 AA, and what axe's authors hold to be good practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The narrowest phone (1280 px at 400 %, WCAG 1.4.10), the usual one, a desktop. */
const WIDTHS = [320, 360, 1280];

/**
 * Refuses a page on which axe finds anything, of colours by day and by night, and one that scrolls sideways. Takes the
 * page as it stands, and, where another language of it was looked at already, that its colours are known.
 */
export async function expectSound(page: Page, { colours = true }: { colours?: boolean } = {}): Promise<void> {
  const rules = axeOn(page).withTags(RULES);
  await expectNothing(colours ? rules : rules.disableRules(["color-contrast"]));
  if (colours) {
    await page.emulateMedia({ colorScheme: "dark" });
    await expectNothing(axeOn(page).withRules(["color-contrast"]));
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

/** Our pages hold no frames, and what is in order needs no description: both cost most of a check's time. */
function axeOn(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
}

async function expectNothing(axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
  ).toEqual([]);
}
