import { BrowserWindow, Menu } from 'electron/main';
import type { WebContents } from 'electron/main';
import { join } from 'node:path';
import { formatPlace } from '../../main/shared/place.js';
import type { Place } from '../../main/shared/place.js';
import { tellWindow } from '../ipc/tell-window.js';
import type { ResourcePaths } from '../resource-paths.js';
import { RENDERER_ORIGIN } from './renderer-files.js';

export interface WindowObserver {
  /** The person turns to it. */
  readonly onFocus: () => void;
  /** The person does something in it: often, as with every move of the pointer. */
  readonly onInput: () => void;
}

/** The one window. It exists only while it is open: hidden in the tray there is no window process. */
export class MainWindow {
  readonly #paths: ResourcePaths;
  readonly #observer: WindowObserver;
  #window: BrowserWindow | null = null;

  constructor(paths: ResourcePaths, observer: WindowObserver) {
    this.#paths = paths;
    this.#observer = observer;
  }

  /**
   * Opens the window, or brings it to the front when it is open.
   *
   * @param place the page that is wanted; null: where it is
   */
  show(place: Place | null = null): void {
    if (this.#window === null) this.#window = this.#create(place);
    else if (place !== null) tellWindow(this.#window.webContents, 'place:changed', place);
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** True: the person can see it. */
  get inSight(): boolean {
    return this.#window?.isVisible() === true && !this.#window.isMinimized();
  }

  get contents(): WebContents | null {
    return this.#window?.webContents ?? null;
  }

  /** For dialogs, which belong to the window while it is open. */
  get browserWindow(): BrowserWindow | null {
    return this.#window;
  }

  #create(place: Place | null): BrowserWindow {
    Menu.setApplicationMenu(null);
    const window = new BrowserWindow({
      width: 900,
      height: 600,
      minWidth: 420,
      minHeight: 360,
      title: 'System Backup',
      icon: join(this.#paths.icons, 'app/256.png'),
      show: false,
      webPreferences: {
        preload: this.#paths.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    window.once('closed', () => {
      this.#window = null;
    });
    window.on('focus', () => this.#observer.onFocus());
    window.webContents.on('input-event', () => this.#observer.onInput());
    void window.loadURL(`${RENDERER_ORIGIN}/index.html${addressOf(place)}`);
    return window;
  }
}

/** A page that is to be shown first. */
function addressOf(place: Place | null): string {
  return place === null ? '' : `#${formatPlace(place)}`;
}
