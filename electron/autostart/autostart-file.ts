import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { desktopExec } from '../../main/domain/desktop-exec.js';

/** The entry that makes a desktop start the application at login: https://specifications.freedesktop.org/autostart-spec/ */
export class AutostartFile {
  readonly #path: string;
  readonly #command: readonly string[];

  /**
   * @param configHome $XDG_CONFIG_HOME
   * @param command what starts the application
   */
  constructor(configHome: string, command: readonly string[]) {
    this.#path = join(configHome, 'autostart/rsync-system-backup.desktop');
    this.#command = command;
  }

  get on(): boolean {
    return existsSync(this.#path);
  }

  set(on: boolean): Result<null> {
    try {
      if (on) this.#write();
      else rmSync(this.#path, { force: true });
      return success(null);
    } catch (error) {
      // On a full disk it is there by now, and empty.
      if (on) rmSync(this.#path, { force: true });
      return failure({
        code: 'autostart-not-changed',
        title: 'Whether this program starts at login could not be changed.',
        advice: 'Make room in your home directory, or make it writable, then try again.',
        detail: `${this.#path}\n${String(error)}`,
      });
    }
  }

  #write(): void {
    const entry = [
      '[Desktop Entry]',
      'Type=Application',
      'Name=System Backup',
      'Comment=Backs up by itself, from the tray',
      `Exec=${desktopExec([...this.#command, '--hidden'])}`,
      'Icon=rsync-system-backup',
      'X-GNOME-Autostart-enabled=true',
      '',
    ];
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#path, entry.join('\n'));
  }
}
