import { execa } from 'execa';
import { once } from 'node:events';
import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Sharing, SharedUse } from '../../main/engine/ports-disks.js';
import { CancelledError } from '../../main/shared/backup-error.js';
import { diskSharing, sharingDirectory } from '../../main/system/disk-sharing.js';
import { bundledProgram } from '../support/bundled-program.js';
import { fileAsDisk } from '../support/file-as-disk.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

let directory: string;
let disk: string;
let sharing: Sharing;

beforeEach(async () => {
  const here = await temporaryDirectory();
  directory = join(here, 'run/disks');
  disk = join(here, 'disk');
  sharing = diskSharing(directory);
});

/** Each use has locks of its own, in one process as in several. */
function use(): Promise<SharedUse> {
  return sharing.use('backup', 'machine', fileAsDisk(disk), new AbortController().signal);
}

/** As use, of a disk that cannot be closed at first. */
function useHeld(): Promise<SharedUse> {
  const resource = fileAsDisk(disk);
  let held = true;
  const close = async (): Promise<void> => {
    if (!held) return resource.close();
    held = false;
    throw new Error('It is busy.');
  };
  const { signal } = new AbortController();
  return sharing.use('backup', 'machine', { ...resource, close }, signal);
}

async function isOpen(): Promise<boolean> {
  return access(disk).then(
    () => true,
    () => false,
  );
}

/** A process that uses the disk. */
async function user() {
  const program = await bundledProgram('use-disk');
  const child = execa(process.execPath, [program, directory, disk], { reject: false });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await child;
    },
    leave: async () => {
      child.stdin.end();
      expect((await child).exitCode).toBe(0);
    },
  };
}

describe('a disk that several use', () => {
  it('is opened by the first and closed by the last, whichever that is', async () => {
    const first = await use();
    const second = await use();
    await first.release();
    expect(await isOpen()).toBe(true);
    await second.release();
    expect(await isOpen()).toBe(false);
    expect(await readdir(directory)).toEqual([]);
  });

  it('may be used by other processes', async () => {
    const first = await user();
    const second = await use();
    await first.leave();
    expect(await isOpen()).toBe(true);
    await second.release();
    expect(await isOpen()).toBe(false);
  });

  it('is opened once and closed once by many that come at one time', async () => {
    const users = await Promise.all(Array.from({ length: 8 }, use));
    expect(await isOpen()).toBe(true);
    await Promise.all(users.map((one) => one.release()));
    expect(await isOpen()).toBe(false);
  });

  it('is never closed under the feet of one that comes while another leaves', async () => {
    let last = await use();
    for (let round = 0; round < 10; round += 1) {
      const [next] = await Promise.all([use(), last.release()]);
      expect(await isOpen()).toBe(true);
      last = next;
    }
    await last.release();
    expect(await isOpen()).toBe(false);
  });
});

describe('a disk that was open before', () => {
  it('stays open', async () => {
    await writeFile(disk, '');
    await (await use()).release();
    expect(await isOpen()).toBe(true);
  });

  it('is known for ours after the one of us that opened it was killed', async () => {
    await (await user()).kill();
    expect(await isOpen()).toBe(true);
    await (await use()).release();
    expect(await isOpen()).toBe(false);
  });

  it('is somebody else’s where that one has closed and opened it since', async () => {
    await (await user()).kill();
    await rm(disk);
    await writeFile(disk, '');
    await (await use()).release();
    expect(await isOpen()).toBe(true);
  });

  it('and cannot be closed is closed when that is tried again', async () => {
    const last = await useHeld();
    await expect(last.release()).rejects.toThrow('busy');
    expect(await isOpen()).toBe(true);
    await last.release();
    expect(await isOpen()).toBe(false);
    expect(await readdir(directory)).toEqual([]);
  });

  it('and could not be closed at first is left to who has come since', async () => {
    const first = await useHeld();
    await expect(first.release()).rejects.toThrow('busy');
    const second = await use();
    await first.release();
    expect(await isOpen()).toBe(true);
    await second.release();
    expect(await isOpen()).toBe(false);
  });
});

describe('putting a disk away on request', () => {
  const putAway = (): Promise<boolean> => sharing.alone('backup', 'machine', () => rm(disk));

  it('is refused while another process uses it', async () => {
    const other = await user();
    expect(await putAway()).toBe(false);
    expect(await isOpen()).toBe(true);
    await other.leave();
  });

  it('is done whoever had opened it, and forgets who', async () => {
    await (await user()).kill();
    expect(await putAway()).toBe(true);
    await writeFile(disk, '');
    await (await use()).release();
    expect(await isOpen()).toBe(true);
  });
});

describe('what was left open by one of us that was killed', () => {
  /** Names that were put away. */
  async function closeAbandoned(): Promise<readonly string[]> {
    const names: string[] = [];
    await sharing.closeAbandoned((name) => {
      names.push(name);
      return fileAsDisk(disk);
    });
    return names;
  }

  it('is closed by whoever comes, by its name', async () => {
    await (await user()).kill();
    expect(await closeAbandoned()).toEqual(['backup']);
    expect(await isOpen()).toBe(false);
    expect(await readdir(directory)).toEqual([]);
  });

  it('is closed though what tells of another disk is broken', async () => {
    const other = fileAsDisk(join(disk, '../other'));
    const { signal } = new AbortController();
    const another = await sharing.use('another', 'machine', other, signal);
    const users = (await readdir(directory)).find((name) => name.endsWith('.users')) ?? '';
    await rm(join(directory, users));
    await mkdir(join(directory, users));
    await mkdir(join(directory, 'device-third.json'));
    await (await user()).kill();
    expect(await closeAbandoned()).toEqual(['backup']);
    expect(await isOpen()).toBe(false);
    await rm(join(directory, users), { recursive: true });
    await another.release();
  });

  it('stays open while another of us uses it', async () => {
    await (await user()).kill();
    const other = await user();
    expect(await closeAbandoned()).toEqual([]);
    expect(await isOpen()).toBe(true);
    await other.leave();
    expect(await isOpen()).toBe(false);
  });

  it('is left to who has closed and opened it since', async () => {
    await (await user()).kill();
    await rm(disk);
    await writeFile(disk, '');
    await closeAbandoned();
    expect(await isOpen()).toBe(true);
    expect(await readdir(directory)).toEqual([]);
  });

  it('is closed another time where it is in use', async () => {
    await (await user()).kill();
    const busy = (): Promise<never> => Promise.reject(new CancelledError());
    await sharing.closeAbandoned(() => ({ ...fileAsDisk(disk), close: busy }));
    expect(await isOpen()).toBe(true);
    expect(await closeAbandoned()).toEqual(['backup']);
    expect(await isOpen()).toBe(false);
  });
});

describe('a failure', () => {
  it('to open leaves nothing behind', async () => {
    const failing = { ...fileAsDisk(disk), open: () => Promise.reject(new Error('No.')) };
    const { signal } = new AbortController();
    await expect(sharing.use('backup', 'machine', failing, signal)).rejects.toThrow('No.');
    expect(await readdir(directory)).toEqual([]);
    await (await use()).release();
    expect(await isOpen()).toBe(false);
  });

  it('to close is made good by the next user', async () => {
    const failing = { ...fileAsDisk(disk), close: () => Promise.reject(new Error('Busy.')) };
    const { signal } = new AbortController();
    const first = await sharing.use('backup', 'machine', failing, signal);
    await expect(first.release()).rejects.toThrow('Busy.');
    await (await use()).release();
    expect(await isOpen()).toBe(false);
  });
});

describe('names', () => {
  it.each(['/mnt/backup', '../../etc', 'a'.repeat(300), 'ü\n'])(
    'may be anything: %j',
    async (name) => {
      const { signal } = new AbortController();
      const one = await sharing.use(name, 'mount-namespace', fileAsDisk(disk), signal);
      expect((await readdir(directory)).every((file) => /^mount-\d+-/.test(file))).toBe(true);
      await one.release();
    },
  );
});

it('waits for the door only as long as nobody asks it to stop', async () => {
  const stop = new AbortController();
  const [gate, opening] = [new AbortController(), new AbortController()];
  const isOpening = once(opening.signal, 'abort');
  const resource = fileAsDisk(disk);
  const slow = {
    ...resource,
    open: async () => {
      opening.abort();
      await once(gate.signal, 'abort');
      await resource.open();
    },
  };
  const first = sharing.use('backup', 'machine', slow, new AbortController().signal);
  await isOpening;
  const second = sharing.use('backup', 'machine', fileAsDisk(disk), stop.signal);
  setTimeout(() => stop.abort(), 300);
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  gate.abort();
  await (await first).release();
});

it('meets root’s processes in /run, others’ in their session, and else nobody', () => {
  expect(sharingDirectory({ XDG_RUNTIME_DIR: '/run/user/1000' })).toBe(
    process.geteuid?.() === 0
      ? '/run/rsync-system-backup/disks'
      : '/run/user/1000/rsync-system-backup/disks',
  );
});

it('does without others where there is no such place', async () => {
  await writeFile(join(disk, '../file'), '');
  sharing = diskSharing(join(disk, '../file/disks'));
  await (await use()).release();
  expect(await isOpen()).toBe(false);
});
