import { rename } from 'node:fs/promises';
import { escapeName } from '../../domain/display-name.js';
import { nameBeside } from '../../domain/restored-name.js';
import type { ConflictRule } from '../../shared/helper-protocol.js';
import { entryPath, lstatEntry, type OpenedDirectory } from '../opened-directory.js';
import type { RestoreWorkspace } from './restore-workspace.js';

interface PlacementRule {
  readonly conflict: ConflictRule;
  readonly snapshotName: string;
}

/**
 * Moves what was copied into the target, and remembers how to take it back. rename(2) neither follows a symbolic link nor
 * leaves anything half done; what it could be made to replace in between is the other one's own.
 */
export class Placement {
  readonly #target: OpenedDirectory;
  readonly #workspace: RestoreWorkspace;
  readonly #rule: PlacementRule;
  readonly #steps: (() => Promise<void>)[] = [];
  readonly #restored: string[] = [];
  readonly #kept: string[] = [];

  constructor(target: OpenedDirectory, workspace: RestoreWorkspace, rule: PlacementRule) {
    this.#target = target;
    this.#workspace = workspace;
    this.#rule = rule;
  }

  /** Names in the target, as rsync escapes them. */
  get restored(): readonly string[] {
    return this.#restored;
  }

  /** Paths of what came to be in the target only after the choice was made. */
  get kept(): readonly string[] {
    return this.#kept;
  }

  /**
   * @param copy directory in the workspace that holds the item
   * @param aside free name in the workspace for what the item replaces
   */
  async place(
    item: { readonly path: string; readonly names: readonly Uint8Array[] },
    copy: string,
    aside: string,
  ): Promise<void> {
    const { conflict } = this.#rule;
    const name = item.names.at(-1) ?? new Uint8Array();
    const inTarget = (to: Uint8Array): Buffer => entryPath(this.#target.handle, to);
    const inWorkspace = (to: Uint8Array | string): Buffer =>
      entryPath(this.#workspace.directory.handle, to);
    const copied = Buffer.concat([Buffer.from(`${copy}/`), name]);
    const isThere = (await lstatEntry(this.#target.handle, name)) !== null;
    if (isThere && conflict === 'only-missing') {
      this.#kept.push(item.path);
      return;
    }
    if (isThere && conflict !== 'keep-both') await this.#move(inTarget(name), inWorkspace(aside));
    const final = isThere && conflict === 'keep-both' ? await this.#freeName(name, copied) : name;
    await this.#move(inWorkspace(copied), inTarget(final));
    this.#restored.push(escapeName(final));
  }

  /** Everything is where it was. */
  async undo(): Promise<void> {
    for (const step of this.#steps.toReversed()) await step();
  }

  async #move(from: Buffer, to: Buffer): Promise<void> {
    await rename(from, to);
    this.#steps.push(() => rename(to, from));
  }

  async #freeName(name: Uint8Array, copied: Buffer): Promise<Uint8Array> {
    const stats = await lstatEntry(this.#workspace.directory.handle, copied);
    const isDirectory = stats?.isDirectory() === true;
    for (let attempt = 1; ; attempt += 1) {
      const free = nameBeside(name, isDirectory, this.#rule.snapshotName, attempt);
      if ((await lstatEntry(this.#target.handle, free)) === null) return free;
    }
  }
}
