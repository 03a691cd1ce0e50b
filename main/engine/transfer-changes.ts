import { expectedFiles } from '../domain/change-history.js';
import { displayName, escapeName } from '../shared/display-name.js';
import {
  isDirectoryTimeOnly,
  parseItemizedChange,
  type ItemizedChange,
} from '../domain/itemized-change.js';
import type { TransferPlan } from '../domain/rsync-arguments.js';
import { RSYNC_PARTIAL, RSYNC_VANISHED } from '../domain/rsync-exit.js';
import { progressFraction, secondsLeft, type RsyncProgress } from '../domain/rsync-progress.js';
import { NUMBER_OF_FILES } from '../domain/rsync-statistics.js';
import type { ChangeCounts } from '../shared/run-event.js';
import type { RunRecord } from '../shared/run-record.js';
import type { ChangeLog, Store, TransferObserver, TransferResult } from './ports.js';
import type { RunContext } from './run-context.js';
import { transferFailure } from './transfer-failure.js';

export interface TransferSummary {
  readonly changes: ChangeCounts;
  readonly statistics: Readonly<Record<string, number>>;
  readonly checksum: string | null;
}

/**
 * Makes `latest` equal to the source.
 *
 * @param log takes what changed; null in a dry run.
 * @throws BackupError when the destination failed or filled up, or rsync ended with anything but 0, 23 or 24.
 */
export async function transferChanges(
  context: RunContext,
  store: Store,
  plan: TransferPlan,
  runs: readonly RunRecord[],
  log: ChangeLog | null,
): Promise<TransferSummary> {
  context.enter('rsync');
  const counter = countChanges();
  const observer: TransferObserver = {
    onChange: (line) => {
      log?.add(line);
      counter.add(line);
      if (context.description.dryRun) tellChange(context, line);
    },
    onProgress: reportProgress(context, expectedFiles(runs, NUMBER_OF_FILES)),
  };
  const { transfer } = context.ports;
  const result = context.description.dryRun
    ? await transfer.rehearse(plan, observer, context.signal)
    : await transfer.run(plan, observer, context.signal);
  await judge(context, store, plan, result);
  return { changes: counter.counts(), statistics: result.statistics, checksum: result.checksum };
}

async function judge(
  context: RunContext,
  store: Store,
  plan: TransferPlan,
  result: TransferResult,
): Promise<void> {
  const partial = result.exitCode === RSYNC_PARTIAL || result.exitCode === RSYNC_VANISHED;
  // A pulled disk ends rsync with 23 as well, and the kernel shows its directories for seconds afterwards.
  if (partial && !context.description.dryRun) await store.verifyAlive();
  const failure = await transferFailure(context, store, plan, result);
  if (failure !== null) throw failure;
  warnOfFiles(context, [plan.source, store.latest], result);
}

/** @param directories absolute paths of source and destination */
export function warnOfFiles(
  context: RunContext,
  directories: readonly string[],
  { exitCode, messages }: TransferResult,
): void {
  const roots = directories.map(escapedDirectory);
  const about = (kind: string): readonly string[] => {
    const files = messages.filter((message) => message.kind === kind && message.file !== null);
    return [...new Set(files.map(({ file }) => displayName(inside(roots, file ?? ''))))];
  };
  const vanished = about('vanished');
  if (vanished.length > 0) {
    context.warn('files-vanished', `${count(vanished)} vanished while being copied.`, vanished);
  }
  if (exitCode !== RSYNC_PARTIAL) return;
  const unreadable = about('unreadable');
  const notWritten = about('not-written');
  if (unreadable.length > 0 || notWritten.length === 0) {
    context.warn(
      'files-unreadable',
      `${count(unreadable)} could not be read and are not in this backup.`,
      unreadable,
    );
  }
  if (notWritten.length > 0) {
    context.warn(
      'files-not-written',
      `${count(notWritten)} could not be written completely.`,
      notWritten,
    );
  }
}

/** As rsync writes it before a name in a message. */
function escapedDirectory(path: string): string {
  return escapeName(new TextEncoder().encode(`${path.replace(/\/+$/, '')}/`));
}

/** rsync's messages have whole paths, and people know their files by the part below the source. */
function inside(roots: readonly string[], file: string): string {
  const root = roots.find((directory) => file.startsWith(directory)) ?? '';
  return file.slice(root.length);
}

function count(files: readonly string[]): string {
  if (files.length === 0) return 'Some files';
  return files.length === 1 ? '1 file' : `${String(files.length)} files`;
}

const ACTIONS = { created: 'create', changed: 'change', deleted: 'delete' } as const;

export function tellChange({ emit }: RunContext, line: string): void {
  const change = parseItemizedChange(line);
  if (change === null || isDirectoryTimeOnly(line) || isNewRoot(change)) return;
  const { action, name, size } = change;
  emit({ event: 'change', action: ACTIONS[action], name: displayName(name), size });
}

/** In a dry run: `latest` itself, which a real run makes before rsync starts. */
function isNewRoot({ action, name }: ItemizedChange): boolean {
  return action === 'created' && name === '.';
}

/** Directory times alone are no change: they move with each temporary file. */
export function countChanges() {
  const counts = { created: 0, changed: 0, deleted: 0, bytes: 0 };
  return {
    add: (line: string): void => {
      if (isDirectoryTimeOnly(line)) return;
      const change = parseItemizedChange(line);
      if (change === null || isNewRoot(change)) return;
      counts[change.action] += 1;
      if (change.transferred) counts.bytes += change.size;
    },
    counts: (): ChangeCounts => ({ ...counts }),
  };
}

/** Milliseconds between two reports. */
const REPORT_INTERVAL = 200;

export function reportProgress({ ports, emit }: RunContext, expected: number | null) {
  const start = ports.clock.now().getTime();
  let reported = start;
  let furthest = 0;
  return (progress: RsyncProgress): void => {
    const now = ports.clock.now().getTime();
    if (now - reported < REPORT_INTERVAL) return;
    reported = now;
    const fraction = progressFraction(progress, expected);
    furthest = Math.max(furthest, fraction ?? 0);
    emit({
      event: 'progress',
      bytes: progress.bytes,
      percent: fraction === null ? null : Math.round(furthest * 1000) / 10,
      bytesPerSecond: progress.bytesPerSecond,
      secondsLeft: secondsLeft(fraction === null ? null : furthest, (now - start) / 1000),
      files: progress.files,
    });
  };
}
