import { assertNever } from '../shared/assert-never.js';
import type {
  ChangeCounts,
  FinishedEvent,
  Phase,
  RotationEvent,
  RunEvent,
} from '../shared/run-event.js';
import { sayDuration } from '../shared/say-duration.js';
import { saySize } from '../shared/say-size.js';
import { progressBar, type ProgressBar } from './progress-bar.js';

/** Who tells the person at the terminal, or the program at the other end. */
export interface Reporter {
  report(event: RunEvent): void;
  /** Nothing had to be done, and nobody needs to know. */
  skip(message: string): void;
  /** A request to stop came in. */
  stopping(): void;
  close(): void;
}

/** Lower is more important; shown from the verbosity of the same number on. */
const LEVEL = { error: -2, warning: -1, info: 0, verbose: 1, debug: 2 } as const;

const PHASE_TEXTS: Readonly<Record<Phase, string>> = {
  check: 'Checking the source and the disk',
  unlock: 'Unlocking the disk',
  mount: 'Mounting the disk',
  prepare: 'Preparing the destination',
  detach: 'Looking for changed attributes',
  rsync: 'Copying what changed',
  snapshot: 'Taking a snapshot',
  rotate: 'Rotating snapshots',
  unmount: 'Unmounting the disk',
  lock: 'Locking the disk',
};

const QUIET_PHASES: ReadonlySet<Phase> = new Set(['check', 'prepare', 'detach']);

/**
 * Plain lines on standard error; on a terminal a progress bar below them.
 *
 * @param disk what the person calls the disk that the run opens; null: it opens none
 */
export function terminalReporter(
  output: NodeJS.WriteStream,
  verbosity: number,
  disk: string | null = null,
): Reporter {
  output.on('error', () => undefined);
  const bar = output.isTTY && verbosity >= LEVEL.info ? progressBar(output) : null;
  const say = (level: keyof typeof LEVEL, text: string): void => {
    if (verbosity < LEVEL[level]) return;
    bar?.clear();
    output.write(`${text}\n`);
  };
  let dryRun = false;
  return {
    report: (event) => {
      if (event.event === 'start') dryRun = event.dryRun;
      reportEvent(event, dryRun, say, bar);
      if (event.event === 'finished' && disk !== null) reportDisk(event, disk, say);
    },
    skip: (message) => {
      say('verbose', `Skipped: ${message}`);
    },
    stopping: () => {
      say('warning', 'Stopping and cleaning up …');
    },
    close: () => bar?.clear(),
  };
}

type Say = (level: keyof typeof LEVEL, text: string) => void;

function reportEvent(event: RunEvent, dryRun: boolean, say: Say, bar: ProgressBar | null): void {
  switch (event.event) {
    case 'start':
      say(
        'verbose',
        `${event.dryRun ? 'Dry run' : 'Backup'} of “${event.source}” to “${event.destination}”.`,
      );
      return;
    case 'phase':
      say(QUIET_PHASES.has(event.phase) ? 'verbose' : 'info', `${PHASE_TEXTS[event.phase]} …`);
      return;
    case 'progress':
      bar?.show(event);
      return;
    case 'warning':
      say(
        'warning',
        ['Warning: ' + event.message, ...event.files.map((file) => `  ${file}`)].join('\n'),
      );
      return;
    case 'change':
      say('info', `Would ${event.action} ${event.name}`);
      return;
    case 'snapshot':
      say('info', `${dryRun ? 'Would take snapshot' : 'Snapshot'}: ${event.path}`);
      return;
    case 'removed':
      say('verbose', `Removed ${event.name} in ${sayDuration(event.seconds)}`);
      return;
    case 'rotation':
      reportRotation(event, dryRun, say);
      return;
    case 'error':
      say('error', `Error: ${event.message} ${event.advice}`.trimEnd());
      if (event.detail !== '') say('verbose', event.detail.trimEnd());
      return;
    case 'finished':
      say(event.outcome === 'skipped' ? 'verbose' : 'info', finishedText(event));
      return;
    default:
      assertNever(event);
  }
}

function reportRotation(event: RotationEvent, dryRun: boolean, say: Say): void {
  for (const { name, reasons } of event.keep) {
    say('verbose', `${dryRun ? 'Would keep' : 'Keeping'} ${name} (${reasons.join(', ')})`);
  }
  for (const { name } of event.remove) {
    say('info', `${dryRun ? 'Would remove' : 'Removing'} ${name}`);
  }
}

function finishedText({ outcome, seconds, changes }: FinishedEvent): string {
  const duration = sayDuration(seconds);
  switch (outcome) {
    case 'complete':
      return `Finished in ${duration}${describeChanges(changes)}.`;
    case 'warnings':
      return `Finished in ${duration}${describeChanges(changes)}, with warnings.`;
    case 'failed':
      return `Failed after ${duration}.`;
    case 'cancelled':
      return `Cancelled after ${duration}; nothing was lost.`;
    case 'skipped':
      return 'Skipped.';
    default:
      return assertNever(outcome);
  }
}

/** The system's own disk is not for unplugging. */
function reportDisk({ safeToUnplug, keptBy = [] }: FinishedEvent, disk: string, say: Say): void {
  if (safeToUnplug === null || keptBy.includes('/')) return;
  say(
    'info',
    safeToUnplug
      ? `“${disk}” can be unplugged.`
      : `“${disk}” is still in use (${keptBy.join(', ')}); do not unplug it yet.`,
  );
}

function describeChanges(changes: ChangeCounts | null): string {
  if (changes === null) return '';
  const { created, changed, deleted, bytes } = changes;
  if (created + changed + deleted === 0) return '; nothing had changed';
  return `: ${String(created)} created, ${String(changed)} changed, ${String(deleted)} deleted, ${saySize(bytes)} copied`;
}
