import type { TransferPlan } from '../../main/domain/rsync-arguments.js';
import { parseRsyncMessage } from '../../main/domain/rsync-message.js';
import { NUMBER_OF_FILES, TRANSFERRED_SIZE } from '../../main/domain/rsync-statistics.js';
import type { Transfer, TransferObserver, TransferResult } from '../../main/engine/ports.js';
import { BackupError } from '../../main/shared/backup-error.js';
import type { MemoryClock } from './memory-clock.js';
import type { Journal } from './memory-journal.js';
import type { Tree } from './memory-tree.js';

export interface MemoryTransfer extends Transfer {
  isInstalled: boolean;
  /** How the next comparisons end. */
  comparisonExitCode: number;
  /** How the next real transfers end. */
  exitCode: number;
  /** What they say on standard error. */
  complaints: readonly string[];
  /** They get no further than this many changes. */
  limit: number;
  /** What goes on while they copy. */
  meanwhile: (observer: TransferObserver, plan: TransferPlan) => void;
}

interface Trees {
  readonly source: (path: string) => Tree;
  /** An empty one where there is none yet. */
  readonly latest: () => Tree;
}

/**
 * rsync as far as the engine can tell: a file whose contents differ is replaced by a new inode, and a mode that differs is
 * applied to the inode that is there.
 */
export function memoryTransfer(trees: Trees, clock: MemoryClock, journal: Journal): MemoryTransfer {
  const differences = (plan: TransferPlan): readonly Difference[] =>
    compareTrees(selected(trees.source(plan.source), plan), trees.latest());
  const transfer: MemoryTransfer = {
    isInstalled: true,
    comparisonExitCode: 0,
    exitCode: 0,
    complaints: [],
    limit: Infinity,
    meanwhile: () => undefined,
    checkInstalled: () => (transfer.isInstalled ? Promise.resolve() : Promise.reject(missing())),
    run: async (plan, observer, signal) => {
      await Promise.resolve();
      journal.begin('copy', plan.source, signal);
      transfer.meanwhile(observer, plan);
      clock.advance(10);
      const all = differences(plan);
      const done = all.slice(0, transfer.limit);
      for (const one of done) apply(one, observer, trees.latest());
      const { exitCode, complaints } = transfer;
      return { ...resultOf(all, trees.source(plan.source)), exitCode, ...messages(complaints) };
    },
    rehearse: async (plan, observer, signal) => {
      await Promise.resolve();
      journal.begin('rehearse', plan.source, signal);
      const all = differences(plan);
      for (const { line } of all) observer.onChange(line);
      return resultOf(all, trees.source(plan.source));
    },
    compare: async (plan, names, observer, signal) => {
      await Promise.resolve();
      const wanted = names?.map((name) => new TextDecoder().decode(name)) ?? null;
      journal.begin('compare', wanted?.join(' ') ?? 'everything', signal);
      const all = differences(plan).filter(({ inode, name }) => inode && isWanted(name, wanted));
      for (const { line } of all) observer.onChange(line);
      const exitCode = transfer.comparisonExitCode;
      return { ...resultOf(all, trees.source(plan.source)), exitCode };
    },
  };
  return transfer;
}

interface Difference {
  readonly name: string;
  readonly line: string;
  /** As it is in the source; undefined: it is gone there. */
  readonly inode: { readonly contents: string; readonly mode: number } | undefined;
  readonly isTransferred: boolean;
}

/** Understands anchored names, which is all that these tests leave out. */
function selected(source: Tree, { excludes }: TransferPlan): Tree {
  return new Map([...source].filter(([name]) => !excludes.includes(`/${name}`)));
}

function compareTrees(source: Tree, latest: Tree): readonly Difference[] {
  const names = [...new Set([...latest.keys(), ...source.keys()])].sort();
  return names.flatMap((name) => {
    const inode = source.get(name);
    const before = latest.get(name);
    const line = itemize(name, inode, before);
    if (line === null) return [];
    return [{ name, line, inode, isTransferred: line.startsWith('>') }];
  });
}

type Look = { readonly contents: string; readonly mode: number } | undefined;

function itemize(name: string, inode: Look, before: Look): string | null {
  const none = ' '.repeat(32);
  if (inode === undefined) return `*deleting   ${none} 0 ${name}`;
  const rest = `${String(inode.contents.length)} ${name}`;
  if (before === undefined) return `>f+++++++++ ${'ab'.repeat(16)} ${rest}`;
  if (before.contents !== inode.contents) return `>f.st...... ${'cd'.repeat(16)} ${rest}`;
  return before.mode === inode.mode ? null : `.f...p..... ${none} ${rest}`;
}

function apply(
  { name, line, inode, isTransferred }: Difference,
  observer: TransferObserver,
  latest: Tree,
): void {
  const before = latest.get(name);
  if (inode === undefined) latest.delete(name);
  else if (isTransferred || before === undefined) latest.set(name, { ...inode });
  else before.mode = inode.mode;
  observer.onChange(line);
}

function isWanted(name: string, wanted: readonly string[] | null): boolean {
  return wanted === null || wanted.includes(name);
}

function resultOf(differences: readonly Difference[], source: Tree): TransferResult {
  const bytes = differences
    .filter(({ isTransferred }) => isTransferred)
    .reduce((sum, { inode }) => sum + (inode?.contents.length ?? 0), 0);
  return {
    exitCode: 0,
    messages: [],
    checksum: 'xxh128',
    statistics: { [NUMBER_OF_FILES]: source.size, [TRANSFERRED_SIZE]: bytes },
  };
}

function missing(): BackupError {
  return new BackupError({
    code: 'command-missing',
    title: 'There is no rsync.',
    advice: 'Install it.',
  });
}

function messages(complaints: readonly string[]) {
  return { messages: complaints.map(parseRsyncMessage) };
}
