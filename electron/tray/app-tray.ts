import { Menu, Tray } from 'electron/main';
import type { MenuItemConstructorOptions } from 'electron/main';
import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '../../main/shared/assert-never.js';
import type { TrayAction, TrayMenuItem, TrayView } from '../../main/domain/tray-view.js';
import { trayIconImage } from './tray-icon.js';

export interface AppTrayOptions {
  readonly icons: string;
  /** $XDG_CURRENT_DESKTOP */
  readonly desktop: string;
  readonly onAction: (action: TrayAction) => void;
}

/** Shows a tray view; knows nothing of what it means. */
export class AppTray {
  readonly #options: AppTrayOptions;
  #tray: Tray;
  #shown: TrayView;

  constructor(options: AppTrayOptions, view: TrayView) {
    this.#options = options;
    this.#shown = view;
    this.#tray = this.#create();
    this.#applyText(view);
    this.#applyMenu(view);
  }

  /**
   * Makes the icon anew, for a panel that has come since: one that is made while there is none is never told of later
   * (https://github.com/electron/electron/issues/10427).
   */
  makeAgain(): void {
    this.#tray.destroy();
    this.#tray = this.#create();
    this.#applyText(this.#shown);
    this.#applyMenu(this.#shown);
  }

  show(view: TrayView): void {
    const before = this.#shown;
    this.#shown = view;
    if (view.icon !== before.icon) this.refreshIcon();
    if (view.tooltip !== before.tooltip) this.#applyText(view);
    if (!isDeepStrictEqual(view.menu, before.menu)) this.#applyMenu(view);
  }

  /** The panel has changed between light and dark. */
  refreshIcon(): void {
    const { icons, desktop } = this.#options;
    this.#tray.setImage(trayIconImage(icons, this.#shown.icon, desktop));
  }

  #create(): Tray {
    const { icons, desktop, onAction } = this.#options;
    const tray = new Tray(trayIconImage(icons, this.#shown.icon, desktop));
    tray.on('click', () => onAction({ kind: 'open' }));
    return tray;
  }

  #applyText(view: TrayView): void {
    this.#tray.setToolTip(view.tooltip);
  }

  #applyMenu(view: TrayView): void {
    const items = view.menu.map((item) => menuItem(item, this.#options.onAction));
    this.#tray.setContextMenu(Menu.buildFromTemplate(items));
  }
}

function menuItem(
  item: TrayMenuItem,
  onAction: (action: TrayAction) => void,
): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'action':
      return {
        label: withoutMnemonic(item.label),
        enabled: item.enabled,
        click: () => onAction(item.action),
      };
    case 'submenu':
      return {
        label: withoutMnemonic(item.label),
        submenu: item.items.map((inner) => menuItem(inner, onAction)),
      };
    case 'status':
      return { label: withoutMnemonic(item.label), enabled: false };
    case 'separator':
      return { type: 'separator' };
    default:
      return assertNever(item);
  }
}

// In a menu a single & marks the next letter as an access key.
function withoutMnemonic(label: string): string {
  return label.replaceAll('&', '&&');
}
