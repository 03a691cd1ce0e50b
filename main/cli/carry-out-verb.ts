import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { search } from '../domain/search-index.js';
import { parseSearchPattern } from '../domain/search-pattern.js';
import { parseSnapshotPath } from '../domain/snapshot-path.js';
import { findSnapshot, markSnapshot } from '../engine/change-snapshots.js';
import type { Store } from '../engine/ports.js';
import type { Discard, SnapshotEntry } from '../engine/ports-contents.js';
import type { RunContext } from '../engine/run-context.js';
import { withDestination, type OpenDestination } from '../engine/use-destination.js';
import { BackupError } from '../shared/backup-error.js';
import { escapeName } from '../shared/display-name.js';
import type { RestoreSummary } from '../shared/helper-protocol.js';
import { browseSnapshot } from '../system/store/browse-snapshot.js';
import { compareTrees } from '../system/store/compare-trees.js';
import { pathVersions } from '../system/store/path-versions.js';
import { previewRestore, restoreItems, type RestoreOrder } from '../system/store/restore-items.js';
import { removeNamed } from './remove-named.js';
import { verbOutput, type VerbOutput } from './verb-output.js';
import type { SnapshotVerb } from './snapshot-verbs.js';

export interface VerbOptions {
  readonly json: boolean;
  /** True: a restore says what it would find. */
  readonly dryRun: boolean;
  readonly output: NodeJS.WritableStream;
}

/** Does what was asked for with the snapshots, in place of a run. */
export async function carryOutVerb(
  verb: SnapshotVerb,
  context: RunContext,
  { json, dryRun, output }: VerbOptions,
): Promise<void> {
  const tell = verbOutput(output, json);
  await withDestination(context, (destination) => carryOut(verb, destination, tell, dryRun));
}

async function carryOut(
  verb: SnapshotVerb,
  destination: OpenDestination,
  tell: VerbOutput,
  dryRun: boolean,
): Promise<void> {
  const { store, context } = destination;
  const { signal } = context;
  const { contents } = store;
  const named = (name: string): Promise<SnapshotEntry> => namedSnapshot(store, name);
  switch (verb.kind) {
    case 'browse': {
      const entries = await browseSnapshot(
        contents,
        await named(verb.snapshot),
        namesOf(verb.path),
        signal,
      );
      for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) tell.entry(entry);
      return;
    }
    case 'versions': {
      const names = namesOf(verb.path);
      const snapshots = await store.snapshots();
      const places = snapshots.map((snapshot) => ({ snapshot, names }));
      const open = await contents.look(places, 'itself', signal);
      const versions = await pathVersions(snapshots, names, open, signal);
      if (versions.length === 0) throw nowhere(verb.path);
      versions.forEach(tell.version);
      return;
    }
    case 'diff': {
      const snapshots = [await named(verb.before), await named(verb.after)] as const;
      const [before, after] = await contents.pair(...snapshots, signal);
      try {
        await compareTrees(before, after, { onChange: tell.change, signal });
      } finally {
        before.close();
        after.close();
      }
      return;
    }
    case 'search': {
      const pattern = parseSearchPattern(verb.pattern);
      if (pattern === null) return;
      const index = await contents.index(await store.snapshots(), signal);
      search(index, pattern, Number.POSITIVE_INFINITY).results.forEach(tell.found);
      return;
    }
    case 'mark': {
      const { name } = await named(verb.snapshot);
      await markSnapshot(destination, name, { pinned: verb.pinned });
      tell.done(verb.pinned ? `“${name}” is pinned.` : `“${name}” is no longer pinned.`);
      return;
    }
    case 'note': {
      const { name } = await named(verb.snapshot);
      await markSnapshot(destination, name, { note: verb.note });
      tell.done(verb.note === '' ? `“${name}” has no note.` : `“${name}” has the note.`);
      return;
    }
    case 'remove': {
      await removeNamed(verb.snapshots, destination, tell);
      return;
    }
    case 'restore':
      await restore(verb, await named(verb.snapshot), destination, tell, dryRun);
  }
}

async function restore(
  { paths, target, conflict, inPlace }: Extract<SnapshotVerb, { readonly kind: 'restore' }>,
  entry: SnapshotEntry,
  { store, context: { signal } }: OpenDestination,
  tell: VerbOutput,
  dryRun: boolean,
): Promise<void> {
  const { contents } = store;
  const everything = async (): Promise<readonly string[]> =>
    (await browseSnapshot(contents, entry, [], signal)).map(({ name }) => name);
  const items = paths.length === 0 ? await everything() : paths.map(escapedPath);
  const order: Omit<RestoreOrder, 'snapshot'> = {
    ...{ snapshotName: entry.name, conflict },
    items: items.map((item) => ({ path: item, names: parseSnapshotPath(item) ?? [] })),
    target: await realTarget(target),
    layout: inPlace || paths.length === 0 ? 'in-place' : 'into',
    forbidden: { destination: store.isHere ? store.parent : null, device: null },
  };
  const names = order.items.map((item) => item.names);
  if (dryRun) {
    const places = names.map((item) => ({ snapshot: entry, names: item }));
    const open = await contents.look(places, 'below', signal);
    tell.preview(await previewRestore(order, (parent) => open(entry, parent), signal));
    return;
  }
  const restoreFrom = (snapshot: string, discard: Discard | null): Promise<RestoreSummary> =>
    restoreItems({ ...order, snapshot }, { signal, discard });
  tell.restored(await contents.withItems(entry, names, order.target, restoreFrom, signal));
}

/** The way to it may lead over symbolic links; from there on none is followed. */
async function realTarget(target: string): Promise<string> {
  try {
    return await realpath(resolve(target));
  } catch (cause) {
    throw new BackupError({
      code: 'target-missing',
      title: `There is no directory “${target}”.`,
      advice: 'Make it first.',
      cause,
    });
  }
}

async function namedSnapshot(store: Store, name: string): Promise<SnapshotEntry> {
  const snapshots = await store.snapshots();
  const newest = snapshots.at(-1);
  if (name === 'newest' && newest !== undefined) return newest;
  const exact = snapshots.find((snapshot) => snapshot.name === name);
  const [first, ...others] = snapshots.filter((snapshot) => snapshot.name.startsWith(name));
  if (exact !== undefined) return exact;
  if (first === undefined) return findSnapshot(store, name);
  if (others.length === 0) return first;
  throw new BackupError({
    code: 'snapshot-ambiguous',
    title: `${String(others.length + 1)} snapshots begin with “${name}”.`,
    advice: 'Write more of the name; --list tells them all.',
  });
}

/** As typed: any text, with slashes between names. */
function namesOf(path: string): readonly Uint8Array[] {
  return parseSnapshotPath(escapedPath(path)) ?? [];
}

/** @throws BackupError `invalid-path` */
function escapedPath(path: string): string {
  const plain = path.replace(/^\/+|\/+$/g, '').replace(/\/{2,}/g, '/');
  const escaped = plain
    .split('/')
    .map((name) => escapeName(Buffer.from(name)))
    .join('/');
  if (parseSnapshotPath(escaped) !== null) return escaped;
  throw new BackupError({
    code: 'invalid-path',
    title: `“${path}” is no path in a snapshot.`,
    advice: 'Write it from what was backed up, without “.” and “..”.',
  });
}

function nowhere(path: string): BackupError {
  return new BackupError({
    code: 'not-in-snapshot',
    title: `“${path}” is in no snapshot.`,
    advice: 'Write it from what was backed up; --search finds names.',
  });
}
