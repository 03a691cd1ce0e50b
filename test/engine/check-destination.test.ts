import { describe, expect, it } from 'vitest';
import type { BackupDescription } from '../../main/engine/backup-description.js';
import type { DestinationMarker } from '../../main/shared/run-record.js';
import {
  backedUp,
  LATEST,
  lookAtLatest,
  lookAtSnapshots,
  machineWithLockedDisk,
  memoryMachine,
  runOn,
  WITH_DISK,
  type Machine,
} from './memory-ports.js';
import { treeOf } from './memory-tree.js';

const MARKER: DestinationMarker = {
  version: 1,
  id: 'id-0',
  created: '2026-01-01T00:00:00.000Z',
  directory: 'latest',
};

type Arrange = (machine: Machine) => void;

interface Refusal {
  readonly arrange?: Arrange;
  readonly description?: Partial<BackupDescription>;
  readonly error: { readonly code: string; readonly name?: string };
}

const NONE: Arrange = () => undefined;

describe('refused, with nothing created or written, is', () => {
  it.each<[string, Refusal]>([
    [
      'a destination outside the mount point',
      {
        description: { mountPoint: '/mnt/other' },
        error: { code: 'outside-mount-point', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a mount point whose name the destination’s only begins with',
      {
        description: { mountPoint: '/mnt/back' },
        error: { code: 'outside-mount-point', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a destination that is the mount point itself',
      {
        description: { mountPoint: LATEST },
        error: { code: 'outside-mount-point', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a mount point of fstab where nothing is mounted',
      {
        arrange: ({ disk }) => {
          disk.isMounted = false;
        },
        error: { code: 'not-mounted' },
      },
    ],
    [
      'a destination that is a file',
      {
        arrange: ({ destination }) => {
          destination.latest = 'not-a-directory';
        },
        error: { code: 'destination-not-a-directory', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a destination whose marker cannot be read',
      {
        arrange: ({ destination }) => {
          destination.marker = 'unreadable';
        },
        error: { code: 'marker-unreadable' },
      },
    ],
    [
      'a destination with another id than expected',
      {
        arrange: ({ destination }) => {
          destination.marker = MARKER;
        },
        description: { destinationId: 'id-9' },
        error: { code: 'wrong-destination' },
      },
    ],
    [
      'an empty disk where a destination with an id is expected',
      { description: { destinationId: 'id-9' }, error: { code: 'wrong-destination' } },
    ],
    [
      'a destination beside the latest of another backup',
      {
        arrange: ({ destination }) => {
          destination.marker = { ...MARKER, directory: 'laptop' };
        },
        error: { code: 'other-backup' },
      },
    ],
    [
      'a directory of somebody’s files',
      {
        arrange: ({ destination }) => {
          destination.latest = treeOf({ 'thesis.odt': 'years of work' });
        },
        error: { code: 'not-a-backup' },
      },
    ],
    [
      'a source that is a backup itself, as when the two are swapped',
      {
        arrange: ({ source }) => {
          source.backups.add('/data');
        },
        error: { code: 'source-is-backup' },
      },
    ],
    [
      'a source inside the destination',
      {
        arrange: ({ source }) => {
          source.add(`${LATEST}/home`, { a: 'apple' });
        },
        description: { source: `${LATEST}/home` },
        error: { code: 'source-inside-destination', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a source that is the destination',
      {
        arrange: ({ source }) => {
          source.add(LATEST, { a: 'apple' });
        },
        description: { source: LATEST },
        error: { code: 'source-inside-destination', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a destination inside the source',
      {
        description: { destination: '/data/backup/latest' },
        error: { code: 'destination-inside-source', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a destination directly inside the source',
      {
        description: { destination: '/data/latest' },
        error: { code: 'destination-inside-source', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a destination inside the source on another disk when those are backed up too',
      {
        arrange: ({ source }) => {
          source.mountPoints.add('/data/backup');
        },
        description: { destination: '/data/backup/latest', multiFs: true },
        error: { code: 'destination-inside-source', name: 'InvalidDestinationDirectoryError' },
      },
    ],
    [
      'a source that does not exist',
      { description: { source: '/gone' }, error: { code: 'source-missing' } },
    ],
    [
      'a scheme that keeps nothing',
      {
        description: {
          rotation: { scheme: {}, strict: true, preferRecent: false, keepNewest: true },
        },
        error: { code: 'invalid-rotation-scheme' },
      },
    ],
    [
      'a scheme with a fraction',
      {
        description: {
          rotation: { scheme: { daily: 0.5 }, strict: true, preferRecent: false, keepNewest: true },
        },
        error: { code: 'invalid-rotation-scheme' },
      },
    ],
    [
      'a run without rsync',
      {
        arrange: ({ transfer }) => {
          transfer.isInstalled = false;
        },
        error: { code: 'command-missing' },
      },
    ],
    [
      'a snapshot of a backup that was never made',
      {
        description: { actions: { backup: false, snapshot: true, rotate: false } },
        error: { code: 'no-backup' },
      },
    ],
    [
      'a rotation of a backup that was never made',
      {
        description: { actions: { backup: false, snapshot: false, rotate: true } },
        error: { code: 'no-backup' },
      },
    ],
    [
      'a destination beside directories that only look like snapshots',
      {
        arrange: ({ destination }) => {
          destination.snapshots.set('2019-07-01', new Map());
        },
        error: { code: 'not-a-backup' },
      },
    ],
    [
      'a file system without hard links',
      {
        arrange: ({ destination }) => {
          destination.defects = ['hard-links', 'symbolic-links', 'modes', 'colons'];
        },
        error: { code: 'unsuitable-file-system' },
      },
    ],
  ])('%s', async (_, { arrange = NONE, description, error: expected }) => {
    const machine = memoryMachine();
    arrange(machine);
    const before = lookAtLatest(machine);
    const { error, finished } = await runOn(machine, description);
    expect(error).toMatchObject(expected);
    expect(error?.advice).not.toBe('');
    expect(finished.outcome).toBe('failed');
    expect(machine.journal.deeds).toEqual([]);
    expect(lookAtLatest(machine)).toEqual(before);
  });

  it('a refused destination’s disk, which is put away', async () => {
    const machine = machineWithLockedDisk();
    machine.destination.latest = treeOf({ 'thesis.odt': 'years of work' });
    const { error } = await runOn(machine, WITH_DISK);
    expect(error).toMatchObject({ code: 'not-a-backup' });
    expect(machine.journal.deeds).toEqual([
      'unlock backup',
      'mount /mnt/backup',
      'unmount /mnt/backup',
      'lock backup',
    ]);
  });
});

describe('a file system', () => {
  it('is refused by what it lacks, in words', async () => {
    const machine = memoryMachine();
    machine.destination.defects = ['hard-links', 'modes', 'colons'];
    const { error } = await runOn(machine);
    expect(error?.message).toBe(
      'The file system of “/mnt/backup” cannot hold a backup: it has no hard links, file modes, and names with a colon.',
    );
  });

  it('is not tried again once there is a backup', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    machine.destination.defects = ['colons'];
    const { error } = await runOn(machine);
    expect(error).toBeNull();
  });
});

describe('accepted is', () => {
  it.each<[string, Arrange, Partial<BackupDescription>]>([
    ['a destination that does not exist yet', NONE, {}],
    [
      'an empty directory',
      ({ destination }) => {
        destination.latest = new Map();
      },
      {},
    ],
    [
      'a directory with snapshots beside it, as the Python original leaves it',
      ({ destination }) => {
        destination.latest = treeOf({ a: 'apple' });
        destination.snapshots.set('2026-01-01 00:00:00', treeOf({ a: 'apple' }));
      },
      {},
    ],
    [
      'the destination that is expected',
      ({ destination }) => {
        destination.marker = MARKER;
      },
      { destinationId: 'id-0' },
    ],
    ['a mount point with the destination below it', NONE, { mountPoint: '/mnt/backup' }],
    [
      'a destination inside the source that is left out by a pattern',
      NONE,
      { destination: '/data/backup/latest', excludes: ['/backup/'] },
    ],
    [
      'a destination inside the source on another disk',
      ({ source }) => {
        source.mountPoints.add('/data/backup');
      },
      { destination: '/data/backup/latest' },
    ],
    [
      'a destination below /mnt in a backup of everything',
      ({ source }) => {
        source.add('/', { a: 'apple' });
      },
      { source: '/' },
    ],
  ])('%s', async (_, arrange, description) => {
    const machine = memoryMachine();
    arrange(machine);
    const { error } = await runOn(machine, description);
    expect(error).toBeNull();
  });
});

describe('a destination inside the source', () => {
  it('can be left out as the advice says', async () => {
    const machine = memoryMachine();
    const { error } = await runOn(machine, { destination: '/data/my/backup/latest' });
    expect(error?.advice).toContain("--exclude='/my/backup/'");
    const again = await runOn(machine, {
      destination: '/data/my/backup/latest',
      excludes: ['/my/backup/'],
    });
    expect(again.error).toBeNull();
  });

  it('cannot be left out where it is all of the source', async () => {
    const { error } = await runOn(memoryMachine(), { destination: '/data/latest' });
    expect(error?.advice).toBe('Choose a destination outside it.');
  });
});

describe('with --adopt', () => {
  it.each<[string, Arrange, Partial<BackupDescription>]>([
    [
      'a directory of files',
      ({ destination }) => {
        destination.latest = treeOf({ 'old.txt': 'old' });
      },
      {},
    ],
    [
      'a destination whose marker cannot be read',
      ({ destination }) => {
        destination.marker = 'unreadable';
      },
      {},
    ],
    [
      'a source that is a backup',
      ({ source }) => {
        source.backups.add('/data');
      },
      {},
    ],
  ])('%s is taken over', async (_, arrange, description) => {
    const machine = memoryMachine();
    arrange(machine);
    const { error, finished } = await runOn(machine, { adopt: true, ...description });
    expect(error).toBeNull();
    expect(lookAtLatest(machine)).toEqual({ a: '644 apple', b: '644 banana' });
    expect(machine.destination.marker).toEqual({
      version: 1,
      id: 'id-1',
      created: new Date(2026, 10, 21, 19, 36, 28).toISOString(),
      directory: 'latest',
    });
    expect(finished.destinationId).toBe('id-1');
  });

  it('a destination with another id keeps the id that it has', async () => {
    const machine = memoryMachine();
    machine.destination.marker = MARKER;
    const { finished } = await runOn(machine, { adopt: true, destinationId: 'id-9' });
    expect(finished.destinationId).toBe('id-0');
    expect(machine.destination.marker).toEqual(MARKER);
  });

  it('a destination beside another latest keeps its id and gets the new name', async () => {
    const machine = memoryMachine();
    machine.destination.marker = { ...MARKER, directory: 'laptop' };
    await runOn(machine, { adopt: true });
    expect(machine.destination.marker).toEqual(MARKER);
  });

  it.each<[string, Partial<BackupDescription>]>([
    ['destination-inside-source', { destination: '/data/backup/latest' }],
    ['outside-mount-point', { mountPoint: '/mnt/other' }],
  ])('%s is refused all the same', async (code, description) => {
    const machine = memoryMachine();
    const { error } = await runOn(machine, { adopt: true, ...description });
    expect(error).toMatchObject({ code });
    expect(machine.journal.deeds).toEqual([]);
  });
});

describe('the marker', () => {
  it('is written by the first run and stays', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    const { marker } = machine.destination;
    expect(marker).toMatchObject({ id: 'id-1', directory: 'latest' });
    const { finished } = await runOn(machine, { destinationId: 'id-1' });
    expect(machine.destination.marker).toBe(marker);
    expect(machine.journal.deeds).not.toContain('mark latest');
    expect(finished.destinationId).toBe('id-1');
  });

  it('protects a destination from a profile that expects another disk', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    const snapshots = lookAtSnapshots(machine);
    machine.data.remove('a');
    const { error } = await runOn(machine, { destinationId: 'id-of-another-disk' });
    expect(error).toMatchObject({ code: 'wrong-destination' });
    expect(machine.journal.deeds).toEqual([]);
    expect(lookAtLatest(machine)).toEqual({ a: '644 apple', b: '644 banana' });
    expect(lookAtSnapshots(machine)).toEqual(snapshots);
  });
});

describe('a destination that another run holds', () => {
  it('is not written to, and stays held', async () => {
    const machine = memoryMachine();
    await backedUp(machine);
    machine.destination.isHeld = true;
    const { error } = await runOn(machine);
    expect(error).toMatchObject({ code: 'destination-busy' });
    expect(machine.journal.deeds).toEqual(['create /mnt/backup/latest', 'hold /mnt/backup/latest']);
    expect(machine.destination.isHeld).toBe(true);
  });
});
