import { useLayoutEffect } from 'react';
import type { Theme } from '../main/shared/settings.js';

/** For the window alone: the icon in the panel has the panel's theme, whatever the person chooses here. */
export function useTheme(theme: Theme): void {
  useLayoutEffect(() => {
    document.documentElement.style.colorScheme = theme === 'system' ? '' : theme;
  }, [theme]);
}
