import { nativeTheme, screen } from 'electron/main';
import { nativeImage } from 'electron/common';
import type { NativeImage } from 'electron/common';
import { join } from 'node:path';
import { panelTone, trayIconSize } from '../../main/domain/panel-icon.js';
import type { TrayIcon } from '../../main/domain/tray-view.js';

export function trayIconImage(icons: string, icon: TrayIcon, desktop: string): NativeImage {
  const tone = panelTone(desktop, nativeTheme.shouldUseDarkColors);
  const size = trayIconSize(screen.getPrimaryDisplay().scaleFactor);
  return nativeImage.createFromPath(join(icons, 'tray', `${icon}-on-${tone}-${size}.png`));
}
