import { expect, it } from 'vitest';
import { panelTone, trayIconSize } from '../../main/domain/panel-icon.js';

it.each([
  ['KDE', false, 'light'],
  ['KDE', true, 'dark'],
  ['GNOME', false, 'dark'],
  ['ubuntu:GNOME', false, 'dark'],
  ['', false, 'light'],
] as const)('on %j with a dark theme %j the panel is %s', (desktop, darkTheme, tone) => {
  expect(panelTone(desktop, darkTheme)).toBe(tone);
});

it.each([
  [1, 22],
  [1.25, 32],
  [1.5, 44],
  [2, 44],
  [3, 44],
])('at a scale of %d the icon has %i pixels', (scale, size) => {
  expect(trayIconSize(scale)).toBe(size);
});
