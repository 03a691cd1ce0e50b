import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { desktopExec } from '../../main/domain/desktop-exec.js';

const ENTRY = 'autostart/rsync-system-backup.desktop';

/**
 * The entry that makes a desktop start the application at login: https://specifications.freedesktop.org/autostart-spec/
 *
 * A package installs one for everybody. A person's own entry takes its place: a hidden one where they do not want it.
 */
export class AutostartFile {
  readonly #own: string;
  readonly #everybodys: readonly string[];
  readonly #command: readonly string[];

  /**
   * @param configHome $XDG_CONFIG_HOME
   * @param configDirectories $XDG_CONFIG_DIRS
   * @param command what starts the application
   */
  constructor(
    configHome: string,
    configDirectories: readonly string[],
    command: readonly string[],
  ) {
    this.#own = join(configHome, ENTRY);
    this.#everybodys = configDirectories.map((directory) => join(directory, ENTRY));
    this.#command = command;
  }

  get on(): boolean {
    return existsSync(this.#own) ? !isHidden(this.#own) : this.#isForEverybody;
  }

  set(on: boolean): Result<null> {
    try {
      if (on === this.#isForEverybody) rmSync(this.#own, { force: true });
      else this.#write(on ? this.#starting() : HIDDEN);
      return success(null);
    } catch (error) {
      return failure({
        code: 'autostart-not-changed',
        title: 'Whether this program starts at login could not be changed.',
        advice: 'Make room in your home directory, or make it writable, then try again.',
        detail: `${this.#own}\n${String(error)}`,
      });
    }
  }

  get #isForEverybody(): boolean {
    return this.#everybodys.some((path) => existsSync(path));
  }

  #starting(): readonly string[] {
    return [
      'Comment=Backs up by itself, from the tray',
      `Exec=${desktopExec([...this.#command, '--hidden'])}`,
      'Icon=rsync-system-backup',
      'X-GNOME-Autostart-enabled=true',
    ];
  }

  #write(lines: readonly string[]): void {
    const entry = ['[Desktop Entry]', 'Type=Application', 'Name=System Backup', ...lines, ''];
    mkdirSync(dirname(this.#own), { recursive: true });
    try {
      writeFileSync(this.#own, entry.join('\n'));
    } catch (error) {
      // On a full disk it is there by now, and empty.
      rmSync(this.#own, { force: true });
      throw error;
    }
  }
}

const HIDDEN = ['Hidden=true'];

/** The second is how GNOME's own tools say it. */
function isHidden(path: string): boolean {
  return /^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(
    readFileSync(path, 'utf8'),
  );
}
