import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { remotePlace } from '../../main/domain/remote-place.js';
import { shellWord } from '../../main/domain/shell-word.js';
import type { AskAnswer, AskChannel, AskRequest } from '../../main/shared/ipc-contract.js';
import type { LastRestore } from '../../main/shared/snapshot-requests.js';
import type { LongWork, RestoreProgress, WorkProgress } from '../../main/shared/work-progress.js';
import type { ProfileRequest } from '../../main/shared/application-requests.js';
import type { Profile } from '../../main/shared/profile.js';
import type { Failure } from '../../main/shared/result.js';
import type { SnapshotSummary } from '../../main/shared/snapshot-summary.js';
import { failure, success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import { askHelper } from '../helper/helper-client.js';
import type { KnownProfile } from '../profiles/known-profiles.js';
import { NO_SUCH_PROFILE } from '../profiles/no-such-profile.js';
import { AdministratorView } from './administrator-view.js';
import { compareAsRoot, measureAsRoot } from './look-as-root.js';
import { InterruptedRestores } from './interrupted-restores.js';
import { orUntouched, removeAsRoot } from './remove-as-root.js';
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
  /** $XDG_DATA_HOME */
  readonly dataHome: string;
  /** Keeps the disk open meanwhile. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
  readonly onRestoreProgress: (progress: RestoreProgress) => void;
  readonly onLastRestore: (last: LastRestore | null) => void;
  readonly onProgress: (progress: WorkProgress) => void;
}

/** Answers what the window asks about snapshots and what is in them. */
export class SnapshotDesk {
  readonly restores: RestoreDesk;
  readonly interrupted: InterruptedRestores;
  readonly #ports: SnapshotDeskPorts;
  readonly #worker: SnapshotWorker;
  readonly #administrator = new AdministratorView();
  /** What takes long, and is awaited by a person who may call it off. */
  readonly #long = new Map<OrderedWork<unknown>, LongWork>();

  constructor(ports: SnapshotDeskPorts) {
    this.#ports = ports;
    this.#worker = new SnapshotWorker(ports.worker);
    const notes = join(ports.dataHome, 'rsync-system-backup/restores');
    const { onRestoreProgress: onProgress, onLastRestore: onLast } = ports;
    this.restores = new RestoreDesk({ worker: this.#worker, notes, onProgress, onLast });
    this.interrupted = new InterruptedRestores(this.#worker, notes);
  }

  /** What the window no longer needs: what a restore replaced, and the thread. */
  async close(): Promise<void> {
    this.#administrator.forget();
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
    return this.#withProfile(request, (known) =>
      request.asAdministrator
        ? this.#await('measure', measureAsRoot(request))
        : this.#order('measure', known, request),
    );
  }

  compare(request: AskRequest<'snapshots:compare'>): Answer<'snapshots:compare'> {
    return this.#withProfile(request, (known) =>
      request.asAdministrator
        ? this.#await('compare', compareAsRoot(request))
        : this.#order('compare', known, request),
    );
  }

  /** A snapshot that is half removed goes entirely with the next backup. */
  cancel(kind: LongWork): void {
    for (const [work, itsKind] of this.#long) if (itsKind === kind) work.cancel();
  }

  search(request: AskRequest<'snapshots:search'>): Answer<'snapshots:search'> {
    return this.#withProfile(request, (known) => {
      if (request.asAdministrator) return this.#administrator.search(request);
      const place = placeOf(known);
      const name = createHash('sha256').update(place.destination).digest('hex').slice(0, 16);
      const cache = join(this.#ports.cacheHome, 'rsync-system-backup/search', name);
      return this.#worker.ask('search', place, { ...request, cache });
    });
  }

  readFolder(request: AskRequest<'folder:read'>): Answer<'folder:read'> {
    return this.#withProfile(request, async (known) => {
      const { snapshot } = request;
      return request.asAdministrator && snapshot !== null
        ? this.#administrator.readFolder({ ...request, snapshot })
        : this.#worker.ask('readFolder', placeOf(known), request);
    });
  }

  describe(request: AskRequest<'folder:describe'>): Answer<'folder:describe'> {
    const described = this.#administrator.describe(request);
    return described === null ? this.work('describe', request) : Promise.resolve(described);
  }

  versions(request: AskRequest<'file:versions'>): Answer<'file:versions'> {
    return this.#withProfile(request, (known) =>
      request.asAdministrator
        ? this.#administrator.versions(request)
        : this.#worker.ask('versions', placeOf(known), request),
    );
  }

  preview(request: AskRequest<'file:preview'>): Answer<'file:preview'> {
    return this.#withProfile(request, (known) => {
      const { snapshot } = request;
      return request.asAdministrator && snapshot !== null
        ? this.#administrator.preview({ ...request, snapshot })
        : this.#worker.ask('preview', placeOf(known), request);
    });
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
      const removed = known.needsRoot
        ? this.#await('remove', removeAsRoot(request, this.#tellProgress))
        : this.#order('remove', known, request);
      return orUntouched(await removed, request.snapshots);
    });
  }

  previewRestore(request: AskRequest<'restore:preview'>): Answer<'restore:preview'> {
    return this.#withProfile(request, (known) =>
      this.#worker.ask('previewRestore', placeOf(known), request),
    );
  }

  restore(request: AskRequest<'restore:start'>): Answer<'restore:start'> {
    return this.#withProfile(request, async (known) => {
      await this.interrupted.recovered;
      return this.restores.start(placeOf(known), request);
    });
  }

  restoreRemains(request: AskRequest<'restore:remains'>): Answer<'restore:remains'> {
    if (this.restores.isOpen) return Promise.resolve(success(null));
    return this.#withProfile(request, (known) => this.interrupted.remains(placeOf(known)));
  }

  settleRestore(request: AskRequest<'restore:settle'>): Answer<'restore:settle'> {
    return this.#withProfile(request, (known) => this.interrupted.settle(placeOf(known), request));
  }

  /** Copies what is in snapshots into an existing directory, as a restore does. */
  copyOut(request: AskRequest<'drag:prepare'>, target: string): Promise<Result<unknown>> {
    return this.#withProfile(request, (known) => {
      const order = { ...request, target, conflict: 'keep-both', asAdministrator: false } as const;
      const work = { ...order, notes: null };
      const copied = this.#worker.order('restore', placeOf(known), work, this.#tellProgress);
      return this.#await('drag', copied);
    });
  }

  readonly #tellProgress = (done: number, of: number): void => this.#ports.onProgress({ done, of });

  #order<V extends Exclude<LongWork, 'drag'>>(
    verb: V,
    known: KnownProfile,
    request: WorkContract[V]['request'],
  ): Promise<Result<WorkContract[V]['answer']>> {
    return this.#await(verb, this.#worker.order(verb, placeOf(known), request, this.#tellProgress));
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

/** The person's SSH key need not open what root's does. */
function rootsOnly({ destination }: Profile): Failure {
  return {
    code: 'snapshots-of-root',
    title: 'The snapshots are on another machine, which the administrator’s SSH key opens.',
    advice: 'The command lists and restores them; the details have it.',
    detail: `sudo rsync-system-backup --list ${shellWord(destination)}`,
  };
}
