import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
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
