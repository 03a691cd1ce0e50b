import { dirname } from 'node:path';
import { escapeName } from '../shared/display-name.js';
import { isInside } from '../domain/path-containment.js';
import type { Ports, Source, Store, Transfer, TransferResult } from '../engine/ports.js';
import { BackupError } from '../shared/backup-error.js';
import type { Profile } from '../shared/profile.js';
import { refuseLinks } from '../system/refuse-links.js';
import { SOURCE_VIEW, viewSource } from '../system/source-view.js';
import { destinationDirectory, profileDestination } from './describe-profile.js';

/**
 * This machine, where no symbolic link in the destination is followed.
 *
 * Directories in `latest` belong to whom those in the source belong to. Where the disk is mounted for others as well, as by
 * a desktop that mounts whatever is unlocked, they can put a link in a directory's place while rsync writes into it as root.
 */
export function guardedPorts(ports: Ports, profile: Profile): Ports {
  const { mountPoint } = profile;
  return {
    ...ports,
    openStore: async (latest, signal) => {
      if (mountPoint !== null) await refuseLinks(mountPoint);
      const store = await ports.openStore(latest, signal);
      if (profileDestination(profile).kind === 'ssh') return elsewhere(store);
      if (mountPoint !== null) return store;
      const create: typeof store.create = async () => {
        await store.create();
        await refuseLinks(dirname(destinationDirectory(profile)));
      };
      return { ...store, create };
    },
  };
}

/** What ssh starts sees this machine's mounts and not ours, so that here links would be followed after all. */
async function elsewhere(store: Store): Promise<Store> {
  if (!store.isHere) return store;
  await store.close();
  throw new BackupError({
    code: 'destination-is-here',
    title: `“${store.host ?? ''}” is this machine.`,
    advice: 'Name the directory without a host.',
  });
}

/** As guardedPorts, with a source in which no symbolic link is followed either; see source-view.ts. */
export async function guardedRunPorts(ports: Ports, profile: Profile): Promise<Ports> {
  // Says what is wrong with a source that is not there.
  await ports.source.identity(profile.source);
  const root = await viewSource(profile.source, profile.multiFs);
  const guarded = guardedPorts(ports, profile);
  return {
    ...guarded,
    source: viewedSource(ports.source, root, guardedDirectory(profile)),
    transfer: viewedTransfer(ports.transfer, root),
  };
}

/** null: it is on another machine. */
function guardedDirectory(profile: Profile): string | null {
  const { kind, directory } = profileDestination(profile);
  return kind === 'local' ? dirname(directory) : null;
}

/** What was mounted to protect source and destination is no part of what the source is. */
function viewedSource(source: Source, root: string, destination: string | null): Source {
  return {
    ...source,
    identity: async (path) => {
      const identity = await source.identity(path);
      const isOurs = (point: string): boolean =>
        isInside(point, SOURCE_VIEW) || point === destination;
      return { ...identity, bindMounts: identity.bindMounts.filter((point) => !isOurs(point)) };
    },
    lookForChanges: (path, earliest, signal) =>
      source.lookForChanges(seenIn(root, path), earliest, signal),
  };
}

function viewedTransfer(transfer: Transfer, root: string): Transfer {
  const told = (result: TransferResult): TransferResult => withoutRoot(result, root);
  return {
    ...transfer,
    run: async (plan, ...rest) =>
      told(await transfer.run({ ...plan, source: seenIn(root, plan.source), root }, ...rest)),
    rehearse: async (plan, ...rest) =>
      told(await transfer.rehearse({ ...plan, source: seenIn(root, plan.source), root }, ...rest)),
    compare: async (plan, ...rest) =>
      told(await transfer.compare({ ...plan, source: seenIn(root, plan.source), root }, ...rest)),
  };
}

function seenIn(root: string, path: string): string {
  return path === '/' ? root : `${root}${path}`;
}

/** rsync names files by the path that it was given; people know them by their own. */
function withoutRoot(result: TransferResult, root: string): TransferResult {
  const escaped = escapeName(new TextEncoder().encode(root));
  const messages = result.messages.map((message) => ({
    ...message,
    file:
      message.file?.startsWith(escaped) === true
        ? message.file.slice(escaped.length)
        : message.file,
    text: message.text.replaceAll(`"${escaped}/`, '"/'),
  }));
  return { ...result, messages };
}
