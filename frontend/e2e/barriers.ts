import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { themes } from './people';

const judged = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** All that a theme can change; the rest is judged in the one that the page is in. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** The new theme is painted, and what moves to its colours has arrived. */
async function settled(page: Page, colorScheme: string) {
  await page.waitForFunction(
    (scheme) => document.documentElement.dataset.mantineColorScheme === scheme,
    colorScheme,
  );
  await page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

/** Every theme, the one that the page is in first: to change it draws the whole page anew. */
async function themesFrom(page: Page) {
  const now = await page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
  return [...themes].sort((one, other) => Number(other === now) - Number(one === now));
}

/** What axe finds wrong on the screen as it is shown now, or with a part of it alone, in every theme. */
export async function expectNoBarrier(page: Page, name: string, within?: string): Promise<void> {
  // Colours are judged as they stay, not on their way.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const inTurn = await themesFrom(page);
  for (const colorScheme of inTurn) {
    await page.emulateMedia({ colorScheme });
    await settled(page, colorScheme);
    // Left there by the look before, as long as the page is the same.
    const isThere = await page.evaluate(() => 'axe' in window);
    const axe = new AxeBuilder({ page, ...(isThere && { axeSource: 'void 0' }) }).setLegacyMode().options({
      // What passes needs no selector of each of its elements, which is most of the work.
      resultTypes: ['violations'],
      runOnly:
        colorScheme === inTurn[0] ? { type: 'tag', values: judged } : { type: 'rule', values: ofColours },
    });
    if (within) axe.include(within);
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`),
    }));
    expect.soft(found, `${name}, ${colorScheme}`).toEqual([]);
  }
}
