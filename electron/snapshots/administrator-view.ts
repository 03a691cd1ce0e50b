import { inFolderOrder, rankOf } from '../../main/domain/folder-order.js';
import { displayName } from '../../main/shared/display-name.js';
import type { SentPreview } from '../../main/shared/helper-protocol.js';
import type { AskAnswer, AskChannel, AskRequest } from '../../main/shared/ipc-contract.js';
import { packNames } from '../../main/shared/packed-names.js';
import { success } from '../../main/shared/result.js';
import type { Result } from '../../main/shared/result.js';
import type { FileRequest, PathRequest } from '../../main/shared/snapshot-requests.js';
import type { DirectoryEntry, PathVersion, Preview } from '../../main/shared/snapshot-content.js';
import { askHelper } from '../helper/helper-client.js';

/** What root sees of snapshots, after the person has proven to be one who may look. */
export class AdministratorView {
  /** By profile, snapshot and path. */
  readonly #listings = new Map<string, readonly DirectoryEntry[]>();
  /** The file that is looked at; whoever goes on to the next no longer wants to know of it. */
  #file: { readonly path: string; readonly left: AbortController } | null = null;

  /** What is looked for; whoever types on no longer wants it. */
  #search = new AbortController();

  forget(): void {
    this.#listings.clear();
    this.#search.abort();
    this.#file?.left.abort();
    this.#file = null;
  }

  async readFolder(
    request: AskRequest<'folder:read'> & { readonly snapshot: string },
  ): Answer<'folder:read'> {
    const { snapshot, path, profileId, order } = request;
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
    return success(packNames(inFolderOrder(names)));
  }

  /** null: root has not been asked to list this folder. */
  describe(request: AskRequest<'folder:describe'>): Result<AskAnswer<'folder:describe'>> | null {
    const listing = this.#listings.get(listingKey(request));
    if (listing === undefined) return null;
    const byName = new Map(listing.map((entry) => [entry.name, entry]));
    const details = request.names.map((name) => {
      const entry = byName.get(name);
      return entry === undefined
        ? null
        : ({ ...entry, now: 'unknown', before: 'unknown' } as const);
    });
    return success(details);
  }

  async preview({
    profileId,
    snapshot,
    path,
  }: FileRequest & { readonly snapshot: string }): Promise<Result<Preview>> {
    const signal = this.#lookAt(path);
    const sent = await askHelper('preview', profileId, { snapshot, path }, signal);
    return sent.ok ? success(received(sent.value)) : sent;
  }

  search({ profileId, text }: AskRequest<'snapshots:search'>): Answer<'snapshots:search'> {
    this.#search.abort();
    this.#search = new AbortController();
    return askHelper('search', profileId, { text }, this.#search.signal);
  }

  versions({ profileId, path }: PathRequest): Promise<Result<readonly PathVersion[]>> {
    return askHelper('versions', profileId, { path }, this.#lookAt(path));
  }

  #lookAt(path: string): AbortSignal {
    if (this.#file?.path !== path) {
      this.#file?.left.abort();
      this.#file = { path, left: new AbortController() };
    }
    return this.#file.left.signal;
  }
}

type Answer<C extends AskChannel> = Promise<Result<AskAnswer<C>>>;

function received(sent: SentPreview): Preview {
  if (!('base64' in sent)) return sent;
  const { base64, ...rest } = sent;
  return { ...rest, bytes: Buffer.from(base64, 'base64') };
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
