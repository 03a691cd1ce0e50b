import { nativeTheme } from 'electron/main';
import type { TrayView } from '../../main/domain/tray-view.js';
import type { Bus } from '../dbus/bus.js';
import { logProblem } from '../log.js';
import { AppTray } from './app-tray.js';
import type { AppTrayOptions } from './app-tray.js';

/** https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/ */
const WATCHER = 'org.kde.StatusNotifierWatcher';

/** Keeps the icon in the tray, also of a panel that comes late; knows whether there is a tray. */
export class TrayService {
  readonly #options: AppTrayOptions;
  readonly #bus: Bus;
  readonly #onHost: () => void;
  #tray: AppTray | null = null;
  #madeForHost = false;
  #hosted = false;

  /** @param onHost there is a tray now, or there is none any more */
  constructor(options: AppTrayOptions, bus: Bus, onHost: () => void) {
    this.#options = options;
    this.#bus = bus;
    this.#onHost = onHost;
    nativeTheme.on('updated', () => this.#tray?.refreshIcon());
  }

  /** False: this desktop shows no tray icons, as far as is known. */
  get hosted(): boolean {
    return this.#hosted;
  }

  /** @param view of the first moment */
  async start(view: () => TrayView): Promise<void> {
    try {
      await this.#bus.onOwner(WATCHER, (owned) => this.#hostChanged(owned));
      this.#hosted = await this.#bus.hasOwner(WATCHER);
    } catch (error) {
      logProblem('it cannot be told whether there is a tray', error);
      // Nobody is to be told that there is none then.
      this.#hosted = true;
    }
    this.#madeForHost = this.#hosted;
    this.#tray = new AppTray(this.#options, view());
  }

  show(view: TrayView): void {
    this.#tray?.show(view);
  }

  #hostChanged(owned: boolean): void {
    this.#hosted = owned;
    // One that was made for a host registers with the next by itself.
    if (owned && !this.#madeForHost && this.#tray !== null) {
      this.#madeForHost = true;
      this.#tray.makeAgain();
    }
    this.#onHost();
  }
}
