import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { AskAnswer, AskChannel, AskRequest } from '../../main/shared/ipc-contract.js';
import type { RestoreProgress } from '../../main/shared/snapshot-requests.js';
import type { ProfileRequest } from '../../main/shared/application-requests.js';
import type { DirectoryEntry } from '../../main/shared/helper-protocol.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { displayName } from '../../main/shared/display-name.js';
import { askHelper } from '../helper/helper-client.js';
import type { KnownProfile } from '../profiles/known-profiles.js';
import { NO_SUCH_PROFILE } from '../profiles/no-such-profile.js';
import type { WorkContract, WorkPlace, WorkVerb } from './work-contract.js';
import { SnapshotWorker } from './worker-client.js';
import { RestoreDesk } from './restore-desk.js';

export interface SnapshotDeskPorts {
  readonly find: (profileId: string) => KnownProfile | null;
  /** Path of the built worker. */
  readonly worker: string;
  /** $XDG_CACHE_HOME */
  readonly cacheHome: string;
  /** Keeps the disk open meanwhile. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onProgress: (progress: RestoreProgress) => void;
}

/** Answers what the window asks about snapshots and what is in them. */
export class SnapshotDesk {
  readonly restores: RestoreDesk;
  readonly #ports: SnapshotDeskPorts;
  readonly #worker: SnapshotWorker;
  /** What the administrator's listing of a folder said, by profile, snapshot and path. */
  readonly #listings = new Map<string, readonly DirectoryEntry[]>();

  constructor(ports: SnapshotDeskPorts) {
    this.#ports = ports;
    this.#worker = new SnapshotWorker(ports.worker);
    this.restores = new RestoreDesk(this.#worker, ports.onProgress);
  }

  /** What the window no longer needs: what a restore replaced, and the thread. */
  async close(): Promise<void> {
    this.#listings.clear();
    await this.restores.close();
    await this.#worker.stop();
  }

  /** Answers by work of which the request is the window's own. */
  work<V extends WorkVerb>(
    verb: V,
    request: WorkContract[V]['request'] & ProfileRequest,
  ): Promise<Result<WorkContract[V]['answer']>> {
    return this.#withProfile(request, (known) => this.#worker.ask(verb, placeOf(known), request));
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
      const { snapshot, path, asAdministrator, profileId } = request;
      if (!asAdministrator || snapshot === null) {
        return this.#worker.ask('readFolder', placeOf(known), request);
      }
      const listed = await askHelper('browse', profileId, { snapshot, path });
      if (!listed.ok) return listed;
      this.#listings.set(listingKey(request), listed.value);
      const entries = listed.value.map(({ name, kind }) => {
        const label = displayName(name);
        const isDirectory = kind === 'directory';
        return label === name ? { name, isDirectory } : { name, label, isDirectory };
      });
      return success(entries);
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
    return this.#withProfile(request, async (known) => {
      if (!known.needsRoot) return this.#worker.ask('remove', placeOf(known), request);
      for (const snapshot of request.snapshots) {
        const removed = await askHelper('remove-snapshot', request.profileId, { snapshot });
        if (!removed.ok) return removed;
      }
      return success(null);
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
  const { source, destination, mountPoint, destinationId } = profile;
  return { source, destination, mountPoint, destinationId };
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
