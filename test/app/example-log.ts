import type {
  HeldEntry,
  LogEntry,
  RunEntry,
  RunLog,
  SpaceSample,
} from '../../main/shared/run-log.js';
import { EMPTY_RUN_LOG } from '../../main/shared/run-log.js';
import type { RunResult } from '../../main/shared/run-state.js';
import type { SnapshotTime } from '../../main/shared/snapshot-summary.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GB = 1000 ** 3;

/** A week of two backups as the application remembers it, for pictures: `system` on a USB disk, `documents` by a schedule. */
export function exampleLog(now: number): RunLog {
  const system = (days: number, some: Partial<RunResult>): RunEntry =>
    run('Whole system', 'plug', {
      ...result('system', now - days * DAY, 214),
      changes: { created: 1840, changed: 312, deleted: 95, bytes: (7 - days) * 0.6 * GB },
      removedSnapshots: 1,
      safeToUnplug: true,
      ...some,
    });
  const documents = (days: number, trigger: RunEntry['trigger'], changed: number): RunEntry =>
    run('Documents', trigger, {
      ...result('documents', Math.min(afternoon(now - days * DAY), now - 30 * MINUTE), 3.4),
      changes: { created: 1, changed, deleted: 0, bytes: changed * 18_000 },
    });
  const away = {
    profileId: 'system',
    profileName: 'Whole system',
    reason: 'disk-missing',
  } as const;
  return {
    ...EMPTY_RUN_LOG,
    entries: inOrder([
      system(6, {}),
      documents(5, 'schedule', 4),
      documents(3, 'catch-up', 11),
      { kind: 'held', ...away, from: now - 5 * DAY, to: now - 3 * DAY, count: 3 },
      run('Whole system', 'plug', {
        ...result('system', now - 2 * DAY - 30 * MINUTE, 41),
        outcome: 'failed',
        failure: {
          code: 'disk-gone',
          title: 'The disk “Blue disk” was unplugged in the middle of the backup.',
          advice: 'Plug it in again: the backup goes on where it stopped.',
          detail: 'rsync: [receiver] write failed: Input/output error (5)',
        },
        snapshot: null,
        safeToUnplug: null,
      }),
      system(2, {
        outcome: 'warnings',
        warnings: [
          {
            code: 'files-unreadable',
            message: '2 files could not be read and are not in this backup.',
            files: ['home/ada/Mail/broken.mbox', 'home/ada/Pictures/IMG_2231.CR3'],
          },
        ],
      }),
      documents(1, 'schedule', 6),
      system(0.9, {}),
      documents(0, 'schedule', 2),
    ]),
    spaces: { system: samples(now, 1000, 590), documents: samples(now, 500, 122) },
    snapshots: { system: { destination: '/mnt/blue/latest', snapshots: kept(now) } },
  };
}

function inOrder(entries: readonly (RunEntry | HeldEntry)[]): readonly LogEntry[] {
  const end = (entry: RunEntry | HeldEntry): number =>
    entry.kind === 'run' ? entry.result.startedAt : entry.to;
  return entries.toSorted((one, other) => end(one) - end(other));
}

/** What rotation has left of half a year, newest first. */
function kept(now: number): readonly SnapshotTime[] {
  return [0.9, 2, 6, 13, 20, 27, 50, 81, 111, 142, 173].map((days) => {
    const name = nameAt(now - days * DAY);
    return { name, time: name.replace(' ', 'T'), pinned: days === 111 };
  });
}

/** When the example's documents were backed up that day. */
function afternoon(time: number): number {
  return new Date(time).setHours(14, 5, 0, 0);
}

/** As snapshots are called. */
function nameAt(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * MINUTE);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

function run(profileName: string, trigger: RunEntry['trigger'], of: RunResult): RunEntry {
  return { kind: 'run', trigger, profileName, result: of };
}

function result(profileId: string, startedAt: number, seconds: number): RunResult {
  return {
    profileId,
    startedAt,
    finishedAt: startedAt + seconds * 1000,
    outcome: 'complete',
    seconds,
    snapshot: nameAt(startedAt),
    changes: null,
    warnings: [],
    removedSnapshots: 0,
    failure: null,
    safeToUnplug: null,
    keptBy: [],
  };
}

/** A disk of so many gigabytes that fills slowly. */
function samples(now: number, total: number, used: number): readonly SpaceSample[] {
  return [60, 45, 30, 15, 1].map((days) => ({
    at: now - days * DAY,
    free: (total - used + days * 0.9) * GB,
    total: total * GB,
  }));
}
