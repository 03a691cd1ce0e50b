import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startDetached } from '../../main/system/run-command.js';
import type { Bus } from '../dbus/bus.js';
import { logNote } from '../log.js';

/** https://www.freedesktop.org/wiki/Specifications/file-manager-interface/ */
const FILE_MANAGER = {
  destination: 'org.freedesktop.FileManager1',
  path: '/org/freedesktop/FileManager1',
  interface: 'org.freedesktop.FileManager1',
};

/**
 * Has the desktop show files. Electron would do so with Chromium's environment and connections, which lead to our relay of
 * message buses: what it starts outlives that.
 */
export class Desktop {
  readonly #session: Bus;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(session: Bus, environment: Readonly<Record<string, string | undefined>>) {
    this.#session = session;
    this.#environment = environment;
  }

  /**
   * Opens a file or folder with the program that the person has chosen for its kind.
   *
   * @returns why that failed; null: it did not
   */
  async open(path: string): Promise<string | null> {
    const code = await startDetached('xdg-open', [path], this.#environment);
    if (code === 0) return null;
    return code === null ? 'xdg-open was ended.' : `xdg-open ended with ${String(code)}.`;
  }

  /** Shows a file in its folder; the folder alone where the file manager can do no more. */
  async showInFolder(path: string): Promise<void> {
    try {
      const body = [[pathToFileURL(path).href], ''];
      await this.#session.call({ ...FILE_MANAGER, member: 'ShowItems', signature: 'ass', body });
    } catch (error) {
      logNote(`the file manager shows no files in their folders: ${String(error)}`);
      await this.open(dirname(path));
    }
  }
}
