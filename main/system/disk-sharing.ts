import { mkdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharedResource, SharedUse, Sharing } from '../engine/ports-disks.js';
import { BackupError } from '../shared/backup-error.js';
import { errorCode } from './error-code.js';
import { forget, isOurs, namesNoted, remember } from './sharing-note.js';
import {
  lock,
  openLock,
  sharingFiles,
  sweep,
  throughDoor,
  type SharingFiles,
} from './sharing-files.js';

/** Where root's processes meet; gone with the next boot, as everything that was open. */
const DIRECTORY_OF_ROOT = '/run/rsync-system-backup/disks';

/** Where this user's processes meet; null: nowhere, as for a service without a session. */
export function sharingDirectory(
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  if (process.geteuid?.() === 0) return DIRECTORY_OF_ROOT;
  const runtime = environment['XDG_RUNTIME_DIR'];
  return runtime?.startsWith('/') === true ? join(runtime, 'rsync-system-backup/disks') : null;
}

/**
 * Locks that the kernel drops with their holder, even after SIGKILL (flock(2), as in destination-lock.ts):
 * `NAME.door`, exclusive and short, around opening and closing; `NAME.users`, shared while in use. `NAME.json` says
 * what we opened, so that after a kill the next of us knows it for ours and puts it away at its end.
 *
 * @param directory null: every process is alone
 */
export function diskSharing(directory: string | null): Sharing {
  const choose = async (): Promise<Sharing> =>
    directory !== null && (await canBeMade(directory)) ? shared(directory) : unshared;
  return {
    use: async (...args) => (await choose()).use(...args),
    alone: async (...args) => (await choose()).alone(...args),
    closeAbandoned: async (...args) => (await choose()).closeAbandoned(...args),
  };
}

/** A system where /run cannot be written to, as in some containers, is no reason to refuse a backup. */
async function canBeMade(directory: string): Promise<boolean> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return true;
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return false;
  }
}

function shared(directory: string): Sharing {
  return {
    use: async (name, place, resource, signal) => {
      const files = await sharingFiles(directory, name, place);
      let users: FileHandle | null = await throughDoor(files, signal, () =>
        enter(files, name, resource),
      );
      return {
        release: () => {
          const mine = users;
          users = null;
          return throughDoor(files, undefined, () => leave(files, mine, resource));
        },
      };
    },
    alone: async (name, place, work) => {
      const files = await sharingFiles(directory, name, place);
      return throughDoor(files, undefined, () => aloneInside(files, work));
    },
    closeAbandoned: async (resourceOf) => {
      for (const name of await namesNoted(directory)) {
        const files = await sharingFiles(directory, name, 'machine');
        try {
          if (await isUsed(files)) continue;
          await throughDoor(files, AbortSignal.timeout(PATIENCE), () =>
            leave(files, null, resourceOf(name)),
          );
        } catch (error) {
          // What is wrong with one disk is no reason to fail the run into another.
          if (!(error instanceof BackupError) && errorCode(error) === null) throw error;
        }
      }
    },
  };
}

/** Milliseconds: somebody opens it at this moment, and will put it away. */
const PATIENCE = 5000;

/** As far as it can be told before the door. */
async function isUsed(files: SharingFiles): Promise<boolean> {
  const users = await openLock(files.users);
  try {
    return !(await isOnly(users));
  } finally {
    await users.close();
  }
}

async function enter(
  files: SharingFiles,
  name: string,
  resource: SharedResource,
): Promise<FileHandle> {
  const users = await openLock(files.users);
  try {
    await lock(users, ['--shared']);
    const state = await resource.state();
    if (state !== null) {
      if (!(await isOurs(files.note, state))) await forget(files.note);
      return users;
    }
    await remember(files.note, name, null);
    await openOrForget(files, resource);
    await remember(files.note, name, await resource.state());
    return users;
  } catch (error) {
    if (await isOnly(users)) await sweep(files);
    await users.close();
    throw error;
  }
}

/** Behind the door, where nobody can become another user meanwhile. */
function isOnly(users: FileHandle): Promise<boolean> {
  return lock(users, ['--exclusive', '--nonblock']);
}

async function openOrForget(files: SharingFiles, resource: SharedResource): Promise<void> {
  try {
    await resource.open();
  } catch (error) {
    await forget(files.note);
    throw error;
  }
}

/** @param mine null: it was left before, and could not be closed then */
async function leave(
  files: SharingFiles,
  mine: FileHandle | null,
  resource: SharedResource,
): Promise<void> {
  const users = mine ?? (await openLock(files.users));
  try {
    if (!(await isOnly(users))) return;
    if (await isOurs(files.note, await resource.state())) await resource.close();
    // Where that fails, the note stays: the next user tries again.
    await forget(files.note);
    await sweep(files);
  } finally {
    await users.close();
  }
}

async function aloneInside(files: SharingFiles, work: () => Promise<void>): Promise<boolean> {
  const users = await openLock(files.users);
  try {
    if (!(await isOnly(users))) return false;
    await work();
    await forget(files.note);
    await sweep(files);
    return true;
  } finally {
    await users.close();
  }
}

/** What one process can know: whether it was open before. */
const unshared: Sharing = {
  use: async (_name, _place, resource): Promise<SharedUse> => {
    const wasOpen = (await resource.state()) !== null;
    if (!wasOpen) await resource.open();
    return {
      release: async () => {
        if (!wasOpen) await resource.close();
      },
    };
  },
  alone: async (_name, _place, work) => {
    await work();
    return true;
  },
  closeAbandoned: () => Promise.resolve(),
};
