import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../main/cli/command-line.js';
import { describeBackup } from '../../main/cli/describe-backup.js';
import { listSnapshots } from '../../main/cli/list-snapshots.js';
import type { IniPolicy } from '../../main/domain/rotate-backups-ini.js';
import { backedUp, LATEST, memoryMachine, type Machine } from '../engine/memory-ports.js';
import { memoryTerminal } from './memory-terminal.js';

describe('the list of snapshots', () => {
  it('shows date, kind, changes and why each is kept, oldest first', async () => {
    const machine = await machineWithSnapshots();
    expect(await listed(machine, ['--daily=2'])).toEqual([
      '2026-11-01 08:00:00  hard links  unknown                       goes at the next rotation',
      '2026-11-20           hard links  unknown                       daily',
      '2026-11-21 19:36:38  hard links  +2 ~0 -0, 11 bytes            daily, newest',
    ]);
  });

  it('says what is incomplete, pinned or noted', async () => {
    const machine = await machineWithSnapshots();
    const record = machine.destination.records.get('2026-11-21 19:36:38');
    if (record === undefined) throw new Error('There is no record.');
    const name = '2026-11-01 08:00:00';
    const marks = { complete: false, pinned: true, note: 'before the upgrade', changes: null };
    machine.destination.records.set(name, { ...record, ...marks, name });
    expect((await listed(machine, ['--daily=1']))[0]).toBe(
      '2026-11-01 08:00:00  hard links  unknown                       pinned  (some files could not be read)  “before the upgrade”',
    );
  });

  it('is one object a line with --json', async () => {
    const machine = await machineWithSnapshots();
    const lines = await listed(machine, ['--daily=2', '--json']);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: 'listed', name: '2026-11-01 08:00:00', reasons: [], changes: null },
      { event: 'listed', name: '2026-11-20', time: '2026-11-20T00:00:00', reasons: ['daily'] },
      { event: 'listed', method: 'hard-links', complete: true, reasons: ['daily', 'newest'] },
    ]);
  });

  it('says so where there are none', async () => {
    expect(await listed(memoryMachine(), [])).toEqual([
      'There are no snapshots in “/mnt/backup” yet.',
    ]);
    expect(await listed(memoryMachine(), ['--json'])).toEqual([]);
  });

  it('shows what rotate-backups.ini makes rotation leave alone', async () => {
    const machine = await machineWithSnapshots();
    const ini: IniPolicy = {
      scheme: { daily: 1 },
      strict: true,
      preferRecent: false,
      includeList: [],
      excludeList: ['2026-11-01*'],
      ionice: null,
    };
    const lines = await listed(machine, [], ini);
    expect(lines.map((line) => line.slice(63))).toEqual([
      'left alone',
      'goes at the next rotation',
      'daily, newest',
    ]);
  });

  it('refuses a scheme that keeps nothing, as a run does', async () => {
    const machine = await machineWithSnapshots();
    await expect(listed(machine, ['--daily=0'])).rejects.toMatchObject({
      code: 'invalid-rotation-scheme',
    });
  });

  it('changes nothing', async () => {
    const machine = await machineWithSnapshots();
    await listed(machine, ['--daily=1']);
    expect(machine.journal.deeds).toEqual([]);
  });
});

async function machineWithSnapshots(): Promise<Machine> {
  const machine = memoryMachine();
  await backedUp(machine);
  machine.destination.snapshots.set('2026-11-20', new Map());
  machine.destination.snapshots.set('2026-11-01 08:00:00', new Map());
  return machine;
}

async function listed(
  machine: Machine,
  args: readonly string[],
  ini: IniPolicy | null = null,
): Promise<readonly string[]> {
  const commandLine = { ...parseCommandLine(args), destination: LATEST, transferStatus: null };
  const { output, text } = memoryTerminal();
  const description = describeBackup(commandLine, { kind: 'local', directory: LATEST }, ini);
  await listSnapshots(description, machine.ports, commandLine.json, output);
  return text().split('\n').slice(0, -1);
}
