import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { remotePlace } from '../../main/domain/remote-place.js';
import { shellWord } from '../../main/domain/shell-word.js';
import { inFolderOrder, rankOf } from '../../main/domain/folder-order.js';
import type { AskAnswer, AskChannel, AskRequest } from '../../main/shared/ipc-contract.js';
import type {
  LongWork,
  RestoreProgress,
  WorkProgress,
} from '../../main/shared/snapshot-requests.js';
import type { ProfileRequest } from '../../main/shared/application-requests.js';
import type { DirectoryEntry } from '../../main/shared/helper-protocol.js';
import type { Profile } from '../../main/shared/profile.js';
import type { Failure } from '../../main/shared/result.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { displayName } from '../../main/shared/display-name.js';
import { askHelper } from '../helper/helper-client.js';
import type { KnownProfile } from '../profiles/known-profiles.js';
import { NO_SUCH_PROFILE } from '../profiles/no-such-profile.js';
import { readSnapshots } from './snapshot-service.js';
import type { WorkContract, WorkPlace, WorkVerb } from './work-contract.js';
import { SnapshotWorker, type OrderedWork } from './worker-client.js';
import { RestoreDesk } from './restore-desk.js';

export interface SnapshotDeskPorts {
  readonly find: (profileId: string) => KnownProfile | null;
  /** Path of the built worker. */
  readonly worker: string;
  /** $XDG_CACHE_HOME */
  readonly cacheHome: string;
  /** Keeps the disk open meanwhile. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onRestoreProgress: (progress: RestoreProgress) => void;
  readonly onProgress: (progress: WorkProgress) => void;
}

/** Answers what the window asks about snapshots and what is in them. */
export class SnapshotDesk {
  readonly restores: RestoreDesk;
  readonly #ports: SnapshotDeskPorts;
  readonly #worker: SnapshotWorker;
  /** What the administrator's listing of a folder said, by profile, snapshot and path. */
  readonly #listings = new Map<string, readonly DirectoryEntry[]>();
  /** What takes long, and is awaited by a person who may call it off. */
  readonly #long = new Map<OrderedWork<unknown>, LongWork>();

  constructor(ports: SnapshotDeskPorts) {
    this.#ports = ports;
    this.#worker = new SnapshotWorker(ports.worker);
    this.restores = new RestoreDesk(this.#worker, ports.onRestoreProgress);
  }

  /** What the window no longer needs: what a restore replaced, and the thread. */
  async close(): Promise<void> {
    this.#listings.clear();
    for (const work of this.#long.keys()) work.cancel();
    await Promise.all([...this.#long.keys()].map(({ done }) => done));
    await this.restores.close();
    await this.#worker.stop();
  }

  /** Oldest first. Those of another machine are listed by the thread, which keeps the connection. */
  list(known: KnownProfile): Promise<Result<readonly SnapshotSummary[]>> {
    const { profile, needsRoot } = known;
    const place = remotePlace(profile);
    if (place === null) return readSnapshots(profile);
    if (needsRoot) return Promise.resolve(failure(rootsOnly(profile)));
    return this.#worker.ask('list', placeOf(known), null);
  }

  /** Answers by work of which the request is the window's own. */
  work<V extends WorkVerb>(
    verb: V,
    request: WorkContract[V]['request'] & ProfileRequest,
  ): Promise<Result<WorkContract[V]['answer']>> {
    return this.#withProfile(request, (known) => this.#worker.ask(verb, placeOf(known), request));
  }

  measure(request: AskRequest<'snapshots:measure'>): Answer<'snapshots:measure'> {
    return this.#withProfile(request, (known) => this.#order('measure', known, request));
  }

  compare(request: AskRequest<'snapshots:compare'>): Answer<'snapshots:compare'> {
    return this.#withProfile(request, (known) => this.#order('compare', known, request));
  }

  /** A snapshot that is half removed goes entirely with the next backup. */
  cancel(kind: LongWork): void {
    for (const [work, itsKind] of this.#long) if (itsKind === kind) work.cancel();
  }

  search(request: AskRequest<'snapshots:search'>): Answer<'snapshots:search'> {
    return this.#withProfile(request, (known) => {
      const place = placeOf(known);
      const name = createHash('sha256').update(place.destination).digest('hex').slice(0, 16);
      const cache = join(this.#ports.cacheHome, 'rsync-system-backup/search', name);
      return this.#worker.ask('search', place, { ...request, cache });
    });
  }

  readFolder(request: AskRequest<'folder:read'>): Answer<'folder:read'> {
    return this.#withProfile(request, async (known) => {
      const { snapshot, path, asAdministrator, profileId, order } = request;
      if (!asAdministrator || snapshot === null) {
        return this.#worker.ask('readFolder', placeOf(known), request);
      }
      const listed = await askHelper('browse', profileId, { snapshot, path });
      if (!listed.ok) return listed;
      this.#listings.set(listingKey(request), listed.value);
      const names = listed.value.map(({ name, kind, size, modifiedAt }) => {
        const label = displayName(name);
        const isDirectory = kind === 'directory';
        return {
          entry: label === name ? { name, isDirectory } : { name, label, isDirectory },
          rank: rankOf(order, { isDirectory, size, modifiedAt }),
        };
      });
      return success(inFolderOrder(names));
    });
  }

  describe(request: AskRequest<'folder:describe'>): Answer<'folder:describe'> {
    const listing = this.#listings.get(listingKey(request));
    if (listing === undefined) return this.work('describe', request);
    const byName = new Map(listing.map((entry) => [entry.name, entry]));
    const details = request.names.map((name) => {
      const entry = byName.get(name);
      return entry === undefined
        ? null
        : ({ ...entry, now: 'unknown', before: 'unknown' } as const);
    });
    return Promise.resolve(success(details));
  }

  mark(request: AskRequest<'snapshots:mark'>): Answer<'snapshots:mark'> {
    return this.#withProfile(request, ({ needsRoot, ...known }) => {
      if (!needsRoot) return this.#worker.ask('mark', placeOf({ ...known, needsRoot }), request);
      const { snapshot, pinned, note } = request;
      return askHelper('pin', request.profileId, { snapshot, pinned, note });
    });
  }

  remove(request: AskRequest<'snapshots:remove'>): Answer<'snapshots:remove'> {
    return this.#withProfile(request, (known) => {
      if (!known.needsRoot) return this.#order('remove', known, request);
      const stop = new AbortController();
      const done = this.#removeAsRoot(request, stop.signal);
      return this.#await('remove', { done, cancel: () => stop.abort() });
    });
  }

  previewRestore(request: AskRequest<'restore:preview'>): Answer<'restore:preview'> {
    return this.#withProfile(request, (known) =>
      this.#worker.ask('previewRestore', placeOf(known), request),
    );
  }

  restore(request: AskRequest<'restore:start'>): Answer<'restore:start'> {
    return this.#withProfile(request, (known) => this.restores.start(placeOf(known), request));
  }

  async #removeAsRoot(
    { profileId, snapshots }: AskRequest<'snapshots:remove'>,
    signal: AbortSignal,
  ): Answer<'snapshots:remove'> {
    for (const [done, snapshot] of snapshots.entries()) {
      this.#ports.onProgress({ done, of: snapshots.length });
      if (signal.aborted) return failure(CANCELLED);
      const removed = await askHelper('remove-snapshot', profileId, { snapshot }, signal);
      if (!removed.ok) return removed;
    }
    return success(null);
  }

  #order<V extends LongWork>(
    verb: V,
    known: KnownProfile,
    request: WorkContract[V]['request'],
  ): Promise<Result<WorkContract[V]['answer']>> {
    const onProgress = (done: number, of: number): void => this.#ports.onProgress({ done, of });
    return this.#await(verb, this.#worker.order(verb, placeOf(known), request, onProgress));
  }

  async #await<T>(kind: LongWork, work: OrderedWork<T>): Promise<Result<T>> {
    this.#long.set(work, kind);
    try {
      return await work.done;
    } finally {
      this.#long.delete(work);
    }
  }

  async #withProfile<T>(
    { profileId }: ProfileRequest,
    answer: (known: KnownProfile) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const known = this.#ports.find(profileId);
    return known === null ? failure(NO_SUCH_PROFILE) : this.#ports.during(() => answer(known));
  }
}

type Answer<C extends AskChannel> = Promise<Result<AskAnswer<C>>>;

function placeOf({ profile }: KnownProfile): WorkPlace {
  const { source, destination, mountPoint, destinationId, remote } = profile;
  return { source, destination, mountPoint, destinationId, remote };
}

function listingKey({
  profileId,
  snapshot,
  path,
}: {
  readonly profileId: string;
  readonly snapshot: string | null;
  readonly path: string;
}): string {
  return JSON.stringify([profileId, snapshot, path]);
}

/** The person's SSH key need not open what root's does. */
function rootsOnly({ destination }: Profile): Failure {
  return {
    code: 'snapshots-of-root',
    title: 'The snapshots are on another machine, which the administrator’s SSH key opens.',
    advice: 'The command lists and restores them; the details have it.',
    detail: `sudo rsync-system-backup --list ${shellWord(destination)}`,
  };
}

const CANCELLED = {
  code: 'cancelled',
  title: 'It was cancelled.',
  advice: '',
  detail: '',
};
