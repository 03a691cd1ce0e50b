import { describe, expect, it } from 'vitest';
import {
  earliestTrusted,
  expectedFiles,
  isInterrupted,
  isSnapshotted,
  isUnchanged,
  trustedSince,
} from '../../main/domain/change-history.js';
import type { ChangeCounts, Outcome } from '../../main/shared/run-event.js';
import type { BootMark, RunRecord, SourceIdentity } from '../../main/shared/run-record.js';
import { seededRandom } from '../support/seeded-random.js';

const HOME: SourceIdentity = { path: '/home', device: '2049', inode: '2', bindMounts: [] };
const BOOT: BootMark = { bootId: 'b0a1', secondsSinceBoot: 1000 };
const NOTHING: ChangeCounts = { created: 0, changed: 0, deleted: 0, bytes: 0 };
const SOMETHING: ChangeCounts = { ...NOTHING, changed: 1 };

describe('trustedSince', () => {
  const oneHourLater = new Date('2026-11-21T20:00:00Z');
  const bootOneHourLater: BootMark = { ...BOOT, secondsSinceBoot: 4600 };
  const since = (
    runs: readonly RunRecord[],
    { source = HOME, now = oneHourLater, boot = bootOneHourLater } = {},
  ): string | null => trustedSince(runs, source, now, boot)?.toISOString() ?? null;

  it('is a little before the start of the last complete run', () => {
    expect(since([run(), run()])).toBe('2026-11-21T18:59:50.000Z');
  });

  it('is never before the earliest that it could be', () => {
    const random = seededRandom();
    for (let round = 0; round < 1000; round += 1) {
      const [first, gap, step] = [random.next() * 1e6, random.next() * 1e6, random.next() * 12 - 6];
      const begin = Date.parse('2026-11-21T19:00:00Z');
      const boot = { ...BOOT, secondsSinceBoot: first };
      const now = new Date(begin + (gap + step) * 1000);
      const later = { ...BOOT, secondsSinceBoot: first + gap };
      const trusted = trustedSince([run({ boot })], HOME, now, later);
      expect(trusted === null || earliestTrusted(now, later) <= trusted).toBe(true);
    }
  });

  it('is unknown before the first run', () => {
    expect(since([])).toBeNull();
  });

  it.each<[string, Partial<RunRecord>]>([
    ['was killed', { outcome: null, end: null }],
    ['failed', { outcome: 'failed' }],
    ['was cancelled', { outcome: 'cancelled' }],
    ['could not read some files', { outcome: 'warnings' }],
    ['was no backup', { backup: false }],
  ])('goes back behind a run that %s', (_, later) => {
    const start = '2026-11-21T19:30:00.000Z';
    expect(since([run(), run({ ...later, start })])).toBe('2026-11-21T18:59:50.000Z');
    expect(since([run(later)])).toBeNull();
  });

  it.each<[string, Partial<SourceIdentity>]>([
    ['another path', { path: '/srv' }],
    ['another disk at the same path', { device: '2065' }],
    ['another directory at the same path', { inode: '3' }],
    ['a bind mount that came', { bindMounts: ['/home/me/x'] }],
  ])('is unknown for %s', (_, other) => {
    const source = { ...HOME, ...other };
    expect(since([run()], { source })).toBeNull();
  });

  it.each<Outcome | null>(['warnings', 'failed', 'cancelled', null])(
    'is unknown when another source was backed up since, even with the outcome %s',
    (outcome) => {
      const other = run({ outcome, source: { ...HOME, path: '/srv' } });
      expect(since([run(), other])).toBeNull();
    },
  );

  it('does not mind a rotation of another source since', () => {
    const rotation = run({ backup: false, source: { ...HOME, path: '/' } });
    expect(since([run(), rotation])).not.toBeNull();
  });

  it('is unknown after a restart', () => {
    expect(since([run()], { boot: { ...bootOneHourLater, bootId: 'b0a2' } })).toBeNull();
  });

  it.each([
    ['set back by an hour', '2026-11-21T19:00:00Z', false],
    ['set back behind the run', '2026-11-21T18:00:00Z', false],
    ['set forward by a minute', '2026-11-21T20:01:00Z', false],
    ['adjusted by six seconds', '2026-11-21T19:59:54Z', false],
    ['adjusted by five seconds', '2026-11-21T20:00:05Z', true],
  ])('with the clock %s at %s is known: %s', (_, now, isKnown) => {
    expect(since([run()], { now: new Date(now) }) !== null).toBe(isKnown);
  });

  it('is unknown where the record’s time cannot be read', () => {
    expect(since([run({ start: 'yesterday' })])).toBeNull();
  });
});

describe('isSnapshotted', () => {
  const taken = run({ snapshot: '2026-11-21 20:00:00', changes: SOMETHING });
  const present = ['2026-11-20 20:00:00', '2026-11-21 20:00:00'];

  it.each<[string, readonly RunRecord[], readonly string[], boolean]>([
    ['the last run took the snapshot', [taken], present, true],
    ['that snapshot was removed', [taken], ['2026-11-20 20:00:00'], false],
    ['runs since changed nothing', [taken, run({ changes: NOTHING })], present, true],
    [
      'a run with warnings changed nothing since',
      [taken, run({ outcome: 'warnings', changes: NOTHING })],
      present,
      true,
    ],
    [
      'a backup alone changed something since',
      [taken, run({ changes: SOMETHING })],
      present,
      false,
    ],
    ['a run was killed since', [taken, run({ outcome: null })], present, false],
    [
      'a run that had changed nothing yet was cancelled since',
      [taken, run({ outcome: 'cancelled', changes: NOTHING })],
      present,
      false,
    ],
    [
      'only a rotation failed since',
      [taken, run({ backup: false, outcome: 'failed' })],
      present,
      true,
    ],
    ['no run is known', [], present, false],
    ['no run took one', [run({ changes: NOTHING })], present, false],
  ])('where %s', (_, runs, snapshots, expected) => {
    expect(isSnapshotted(runs, snapshots)).toBe(expected);
  });
});

describe('isUnchanged', () => {
  it.each([
    [NOTHING, true],
    [{ ...NOTHING, created: 1 }, false],
    [{ ...NOTHING, changed: 1 }, false],
    [{ ...NOTHING, deleted: 1 }, false],
  ])('of %j is %s', (changes, expected) => {
    expect(isUnchanged(changes)).toBe(expected);
  });
});

describe('isInterrupted', () => {
  it.each<[string, readonly RunRecord[], boolean]>([
    ['no run is known', [], false],
    ['rsync came to its end', [run({ outcome: null }), run({ changes: NOTHING })], false],
    ['the snapshot failed after rsync', [run({ changes: SOMETHING, outcome: 'failed' })], false],
    ['the last run was killed', [run(), run({ outcome: null })], true],
    ['the last run failed', [run(), run({ outcome: 'failed' })], true],
    ['the last run was cancelled', [run(), run({ outcome: 'cancelled' })], true],
    [
      'only a rotation came after a killed run',
      [run({ outcome: null }), run({ backup: false })],
      true,
    ],
    [
      'only a rotation failed',
      [run({ changes: NOTHING }), run({ backup: false, outcome: 'failed' })],
      false,
    ],
  ])('where %s', (_, runs, expected) => {
    expect(isInterrupted(runs)).toBe(expected);
  });
});

describe('expectedFiles', () => {
  it('is what the last run with statistics counted', () => {
    const counted = [run({ statistics: { files: 7 } }), run({ statistics: { files: 8 } })];
    expect(expectedFiles([...counted, run(), run({ statistics: {} })], 'files')).toBe(8);
  });

  it('is unknown where none counted', () => {
    expect(expectedFiles([run()], 'files')).toBeNull();
  });
});

/** A complete run that started at 19:00 UTC, 1,000 seconds after the machine. */
function run(facts: Partial<RunRecord> = {}): RunRecord {
  return {
    version: 1,
    id: '20261121T190000Z',
    sequence: 1,
    start: '2026-11-21T19:00:00.000Z',
    end: '2026-11-21T19:10:00.000Z',
    utcOffsetMinutes: 60,
    tool: '1.1.0',
    source: HOME,
    boot: BOOT,
    backup: true,
    outcome: 'complete',
    snapshot: null,
    changes: null,
    statistics: null,
    checksum: null,
    warnings: [],
    error: null,
    ...facts,
  };
}
