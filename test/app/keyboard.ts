import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from './test-application.js';

/** What somebody does who has no mouse. Wherever Tab leads on the way, it is seen. */
export interface Keyboard {
  /** Presses Tab until the target has the focus. */
  readonly tabTo: (target: Locator) => Promise<void>;
  /** Goes to what has this name, and presses Enter. */
  readonly press: (target: Locator) => Promise<void>;
  /** Goes to a page of the window by the arrows. */
  readonly goTo: (page: string) => Promise<void>;
  /** Chooses from the menu that is open. */
  readonly choose: (item: Locator) => Promise<void>;
  readonly leaveDialog: () => Promise<void>;
}

export function keyboardOf(window: Page): Keyboard {
  const { keyboard } = window;
  const tabTo = async (target: Locator): Promise<void> => {
    await eventually(async () => {
      await keyboard.press('Tab');
      expect(await unseenFocus(window)).toBe('');
      expect(await isFocused(target)).toBe(true);
    });
  };
  const arrowTo = (key: string, arrived: () => Promise<boolean>): Promise<void> =>
    eventually(async () => {
      await keyboard.press(key);
      expect(await arrived()).toBe(true);
    });
  return {
    tabTo,
    press: async (target) => {
      await tabTo(target);
      await keyboard.press('Enter');
    },
    goTo: async (page) => {
      const tab = window.getByRole('tab', { name: page, exact: true });
      await tabTo(window.getByRole('tab', { selected: true }));
      await arrowTo('ArrowRight', async () => (await tab.getAttribute('aria-selected')) === 'true');
    },
    choose: async (item) => {
      await item.waitFor();
      await arrowTo('ArrowDown', () => isFocused(item));
      await keyboard.press('Enter');
    },
    leaveDialog: async () => {
      await keyboard.press('Escape');
      await window.getByRole('dialog').waitFor({ state: 'detached' });
    },
  };
}

export function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}

/** What has the focus without anybody seeing that: it has no ring, or something else covers it. Empty: all is well. */
function unseenFocus(window: Page): Promise<string> {
  return window.evaluate(() => {
    const { activeElement } = document;
    // Beyond the last element Tab leaves the page, and comes back at the first.
    if (activeElement === null || activeElement === document.body) return '';
    const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
    const says = `${activeElement.tagName} ${activeElement.textContent.slice(0, 60)}`;
    if (outlineStyle === 'none' || outlineWidth === '0px') return `no ring: ${says}`;
    const { x, y, width, height } = activeElement.getBoundingClientRect();
    const at = document.elementFromPoint(x + width / 2, y + Math.min(height / 2, 16));
    return at !== null && (activeElement.contains(at) || at.contains(activeElement))
      ? ''
      : `covered: ${says}`;
  });
}
