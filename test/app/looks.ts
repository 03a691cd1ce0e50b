import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './test-application.js';
import type { TestApplication } from './test-application.js';

/** What axe finds that keeps somebody out. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Electron opens no second page, in which axe would finish its work otherwise.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

export async function useTheme(
  { electron }: TestApplication,
  page: Page,
  theme: 'light' | 'dark',
): Promise<void> {
  await electron.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source;
  }, theme);
  await page.waitForFunction(
    (dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark,
    theme === 'dark',
  );
}

/** @param factor 2: 200 % */
export async function zoom(
  { electron }: TestApplication,
  page: Page,
  factor: number,
): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, wanted) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.setZoomFactor(wanted);
  }, factor);
  await page.waitForFunction((wanted) => devicePixelRatio === wanted, factor);
}

/** True: there is something to scroll sideways. */
export function isWiderThanWindow(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth;
  });
}

/** Presses Tab until the target has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await eventually(async () => {
    await page.keyboard.press('Tab');
    expect(await target.evaluate((element) => element === document.activeElement)).toBe(true);
  });
}

/** axe finds nothing in light and dark, and nothing is cut off, at 100 % and 200 %. */
export async function expectForEveryone(application: TestApplication, page: Page): Promise<void> {
  for (const factor of [1, 2]) {
    await zoom(application, page, factor);
    expect(await isWiderThanWindow(page)).toBe(false);
    for (const theme of ['light', 'dark'] as const) {
      await useTheme(application, page, theme);
      expect(await violations(page)).toEqual([]);
    }
  }
  await zoom(application, page, 1);
}
