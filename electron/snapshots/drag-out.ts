import type { WebContents } from 'electron/main';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeUtf8 } from '../../main/shared/utf8.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { DragRequest } from '../../main/shared/snapshot-requests.js';
import { logProblem } from '../log.js';
import type { SnapshotDesk } from './snapshot-desk.js';

interface Prepared {
  /** Says what is in it. */
  readonly key: string;
  readonly directory: string;
  readonly files: readonly string[];
}

/**
 * Drags files of snapshots to other programs: copies of them, in a folder that only the person may enter, so that whatever is
 * done with them, the backup is not touched. One selection at a time; the last one stays until the system clears it, for a
 * file manager may be busy with it long after the drop.
 */
export class DragOut {
  readonly #desk: SnapshotDesk;
  readonly #temporary: string;
  readonly #icon: string;
  #prepared: Prepared | null = null;

  /**
   * @param temporary the directory where folders for such copies are made
   * @param icon path of the image that hangs at the pointer
   */
  constructor(desk: SnapshotDesk, temporary: string, icon: string) {
    this.#desk = desk;
    this.#temporary = temporary;
    this.#icon = icon;
  }

  async prepare(request: DragRequest): Promise<Result<null>> {
    const key = JSON.stringify(request);
    if (this.#prepared?.key === key) return success(null);
    await this.#forget();
    const directory = await mkdtemp(join(this.#temporary, 'rsync-system-backup-drag-'));
    const copied = await this.#desk.copyOut(request, directory);
    const files = copied.ok ? await namesIn(directory) : null;
    if (files !== null && files.length > 0) {
      this.#prepared = { key, directory, files: files.map((name) => join(directory, name)) };
      return success(null);
    }
    await remove(directory);
    return copied.ok ? failure(NOT_DRAGGABLE) : copied;
  }

  start(contents: WebContents | null): Result<null> {
    const [file] = this.#prepared?.files ?? [];
    if (contents === null || file === undefined) return failure(NOTHING_PREPARED);
    const files = [...(this.#prepared?.files ?? [])];
    contents.startDrag({ file, files, icon: this.#icon });
    return success(null);
  }

  async #forget(): Promise<void> {
    const directory = this.#prepared?.directory ?? null;
    this.#prepared = null;
    if (directory !== null) await remove(directory);
  }
}

/** null: one of them is no text, and Electron takes none but text. */
async function namesIn(directory: string): Promise<readonly string[] | null> {
  const names = await readdir(directory, { encoding: 'buffer' });
  const texts = names.map((name) => decodeUtf8(name));
  return texts.every((text) => text !== null) ? texts : null;
}

async function remove(directory: string): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true });
  } catch (error) {
    logProblem(`${directory} is left behind`, error);
  }
}

const NOT_DRAGGABLE = {
  code: 'not-draggable',
  title: 'This has a name that cannot be dragged to other programs.',
  advice: 'Restore it to another folder.',
  detail: '',
};

const NOTHING_PREPARED = {
  code: 'nothing-prepared',
  title: 'There is nothing to be dragged.',
  advice: 'Choose files of a backup first.',
  detail: '',
};
