import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SnapshotModule } from '../../domain/daemon-snapshots.js';
import type {
  FileBeginning,
  OnBytes,
  SnapshotContents,
  SnapshotEntry,
  SnapshotPlace,
} from '../../engine/ports-contents.js';
import { BackupError } from '../../shared/backup-error.js';
import { openDirectory, type OpenedDirectory } from '../opened-directory.js';
import { readBeginning } from '../read-beginning.js';
import { TreeDirectory } from '../tree-directory.js';
import { reachedModule } from './daemon-module.js';
import { fetchRemotely, type FetchOrder } from './fetch-remotely.js';
import { daemonEnvironment } from './list-daemon.js';
import { lookAtDaemon, pathIn } from './look-at-daemon.js';
import type { RemoteOptions } from './remote-options.js';
import { withFetched } from './with-fetched.js';

/** Bytes of a file that is fetched to be shown: a daemon gives no beginnings. */
const MOST_SHOWN = 16 * 1024 ** 2;

/** What is in snapshots that a daemon shows. */
export function daemonContents(module: SnapshotModule, options: RemoteOptions): SnapshotContents {
  const { hostname } = module.place;
  const look: SnapshotContents['look'] = (places, depth, signal) =>
    lookAtDaemon(module, options, places, depth, signal);
  const fetch = async (
    order: FetchOrder,
    extra: readonly string[],
    signal: AbortSignal,
    onProgress?: OnBytes,
  ): Promise<void> => {
    const directory = pathIn(module, order.snapshot.name);
    const { receiver } = await reachedModule({ ...module.place, directory }, options);
    const { destination: path, connection } = receiver;
    // Paths go by rsync's own protocol.
    const sender = { host: hostname, path, options: ['-s', ...connection, ...extra] };
    const environment = daemonEnvironment(options);
    await fetchRemotely(look, { ...sender, environment }, order, signal, onProgress);
  };
  return {
    look,
    pair: async (before, after, signal) => {
      const places = [before, after].map((snapshot) => ({ snapshot, names: [] }));
      const open = await look(places, 'below', signal);
      const [one, other] = [open(before, []), open(after, [])];
      if (one === null || other === null) throw snapshotGone(one === null ? before : after);
      return [one, other];
    },
    index: () => Promise.reject(noSearch(hostname)),
    read: async (place, bytes, signal) => {
      const { snapshot, names } = place;
      const size = await sizeOf(look, place, signal);
      if (size === null) return null;
      if (size > MOST_SHOWN) throw tooLarge(hostname);
      return inTemporaryDirectory(async (into, path) => {
        const plain = ['--no-perms', '--no-acls', '--no-xattrs'];
        await fetch({ snapshot, items: [names], into, place: null }, plain, signal);
        return readFrom(path, place, bytes);
      });
    },
    withItems: (snapshot, items, target, work, signal, onProgress, onPlace) =>
      withFetched(
        target,
        (into) => fetch({ snapshot, items, into, place: target }, [], signal, onProgress),
        work,
        onPlace,
      ),
  };
}

/** null: there is no such file. */
async function sizeOf(
  look: SnapshotContents['look'],
  place: SnapshotPlace,
  signal: AbortSignal,
): Promise<number | null> {
  const { snapshot, names } = place;
  const open = await look([place], 'itself', signal);
  const stats = open(snapshot, names.slice(0, -1))?.lstat(names.at(-1) ?? new Uint8Array());
  return stats?.isFile() === true ? stats.size : null;
}

async function readFrom(
  path: string,
  { names }: SnapshotPlace,
  bytes: number,
): Promise<FileBeginning | null> {
  const directory = TreeDirectory.find(path, names.slice(0, -1));
  if (directory === null) return null;
  try {
    return await readBeginning(directory, names.at(-1) ?? new Uint8Array(), bytes);
  } finally {
    directory.close();
  }
}

/** One that nobody else may enter. */
async function inTemporaryDirectory<T>(
  work: (directory: OpenedDirectory, path: string) => Promise<T>,
): Promise<T> {
  const path = await mkdtemp(join(tmpdir(), 'rsync-system-backup-look-'));
  try {
    const directory = await openDirectory(path, []);
    try {
      return await work(directory, path);
    } finally {
      await directory.close();
    }
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

function snapshotGone({ name }: SnapshotEntry): BackupError {
  return new BackupError({
    code: 'snapshot-missing',
    title: `The snapshot “${name}” is not there any more.`,
    advice: 'It may have been removed; look at the list again.',
  });
}

function noSearch(host: string): BackupError {
  return new BackupError({
    code: 'daemon-cannot-search',
    title: `Names cannot be searched on “${host}”: an rsync daemon tells only what is in one folder.`,
    advice: 'Browse the folders of a snapshot, or search on that machine or over SSH.',
  });
}

function tooLarge(host: string): BackupError {
  return new BackupError({
    code: 'too-large-to-fetch',
    title: `This file is too large to be fetched from “${host}” for a look: an rsync daemon gives whole files only.`,
    advice: 'Restore it to another folder, and open it there.',
  });
}
