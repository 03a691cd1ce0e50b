import type { RunEntry, RunLog, SpaceSample } from '../../main/shared/run-log.js';
import { EMPTY_RUN_LOG } from '../../main/shared/run-log.js';
import type { RunResult } from '../../main/shared/run-state.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const GB = 1000 ** 3;

/** A week of two backups as the application remembers it, for pictures: `system` on a USB disk, `documents` by a schedule. */
export function exampleLog(now: number): RunLog {
  const system = (days: number, some: Partial<RunResult>): RunEntry =>
    run('Whole system', 'plug', {
      ...result('system', now - days * DAY, 214),
      changes: { created: 1840, changed: 312, deleted: 95, bytes: 2.1 * GB },
      removedSnapshots: 1,
      safeToUnplug: true,
      ...some,
    });
  const documents = (days: number, trigger: RunEntry['trigger'], changed: number): RunEntry =>
    run('Documents', trigger, {
      ...result('documents', now - days * DAY, 3.4),
      changes: { created: 1, changed, deleted: 0, bytes: changed * 18_000 },
    });
  const away = {
    profileId: 'system',
    profileName: 'Whole system',
    reason: 'disk-missing',
  } as const;
  return {
    ...EMPTY_RUN_LOG,
    entries: [
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
      documents(0.02, 'schedule', 2),
    ],
    spaces: { system: samples(now, 1000, 590), documents: samples(now, 500, 122) },
    snapshots: {},
  };
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
    snapshot: '2026-11-21 14:05:00',
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
