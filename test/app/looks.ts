import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
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

/** What is cut off, or has to be scrolled sideways to be read; names that end in “…” are told in full elsewhere. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')].flatMap((element) => {
      const { overflowX, textOverflow, clipPath } = getComputedStyle(element);
      const shortened = textOverflow === 'ellipsis' || clipPath !== 'none';
      const typed = element.matches('input, textarea, select');
      const fits = element.scrollWidth <= element.clientWidth + 1;
      if (overflowX === 'visible' || shortened || typed || fits) return [];
      return [`${element.tagName}.${element.className}: ${element.textContent.slice(0, 80)}`];
    }),
  );
}

/** True: something lies over the beginning of a dialog. */
function isDialogCovered(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[role=dialog] [slot=title]')].some((title) => {
      title.scrollIntoView({ block: 'nearest' });
      const { x, y } = title.getBoundingClientRect();
      return !title.contains(document.elementFromPoint(x + 4, y + 4));
    }),
  );
}

/** In a window as small as it is meant to work in, axe finds nothing in light and dark, and nothing is cut off, at 100 % and 200 %. */
export async function expectForEveryone(application: TestApplication, page: Page): Promise<void> {
  await application.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.setSize(900, 600);
  });
  for (const factor of [1, 2]) {
    await zoom(application, page, factor);
    expect(await isWiderThanWindow(page)).toBe(false);
    expect(await cutOff(page)).toEqual([]);
    expect(await isDialogCovered(page)).toBe(false);
    for (const theme of ['light', 'dark'] as const) {
      await useTheme(application, page, theme);
      expect(await violations(page)).toEqual([]);
    }
  }
  await zoom(application, page, 1);
}
