import { beforeAll, describe, expect, it } from 'vitest';
import { describeTree, diskContents } from './rig/disk-contents.js';
import { diskMounts, guestFacts } from './rig/guest-facts.js';
import { askHelper, callHelper } from './rig/helper-call.js';
import { resume } from './rig/scenario.js';
import type { UsbDisk } from './rig/usb-port.js';

const machine = resume('ready');

let disk: UsbDisk;

beforeAll(async () => {
  disk = await machine().disk('backups');
  await disk.plug();
  await machine().settled();
});

describe('a run behind pkexec, without a password', () => {
  it('unlocks, mounts, backs up, takes a snapshot, unmounts and locks', async () => {
    const guest = machine();
    const source = await describeTree(guest, '/home/tester/data');
    const { exitCode, finished, events } = await askHelper(guest);
    expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
    expect(exitCode).toBe(0);
    const phases = events.flatMap((event) => (event.event === 'phase' ? [event.phase] : []));
    expect(phases).toEqual([
      ...['check', 'unlock', 'mount', 'prepare', 'rsync', 'snapshot', 'rotate'],
      ...['unmount', 'lock'],
    ]);
    const { snapshots, trees } = await diskContents(guest);
    expect(snapshots).toEqual([finished?.snapshot]);
    expect(trees['latest']).toBe(source);
    expect(trees[snapshots[0] ?? '']).toBe(source);
  });

  it('leaves a disk unlocked that somebody had unlocked', async () => {
    const guest = machine();
    await guest.root.run('cryptdisks_start', ['backups']);
    const { finished } = await askHelper(guest);
    expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: false });
    const facts = await guestFacts(guest.root);
    expect(facts.mappings).toEqual(['backups']);
    expect(diskMounts(facts)).toEqual([]);
    await guest.root.run('cryptdisks_stop', ['backups']);
  });

  it('leaves a disk mounted that somebody had mounted', async () => {
    const guest = machine();
    await guest.root.script('cryptdisks_start backups; mount /mnt/backups');
    const { finished } = await askHelper(guest);
    expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: false });
    const mounts = diskMounts(await guestFacts(guest.root));
    expect(mounts.map(({ mountPoint }) => mountPoint)).toContain('/mnt/backups');
    await guest.root.script('umount /mnt/backups; cryptdisks_stop backups');
  });

  it('asks for the passphrase where crypttab has no key file, again when it was wrong', async () => {
    const guest = machine();
    await guest.root.script("sed -i 's|/root/keys/backups.key|none|' /etc/crypttab");
    const call = await callHelper(guest);
    await call.phase('unlock');
    call.write(`${JSON.stringify({ passphrase: 'not this one' })}\n`);
    call.write(`${JSON.stringify({ passphrase: 'correct horse battery staple' })}\n`);
    const { events, finished } = await call.done();
    const asked = events.filter(({ event }) => event === 'passphrase');
    expect(asked).toEqual([
      { event: 'passphrase', disk: 'backups', attempt: 1 },
      { event: 'passphrase', disk: 'backups', attempt: 2 },
    ]);
    expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
    const journal = (await guest.journal()).map(({ message }) => message).join('\n');
    expect(journal).not.toContain('horse');
    await guest.root.script("sed -i 's|none|/root/keys/backups.key|' /etc/crypttab");
  });

  it('unlocks with cryptsetup where Debian’s scripts are missing', async () => {
    const guest = machine();
    await guest.root.script('mv /sbin/cryptdisks_start /sbin/cryptdisks_stop /root');
    const { finished } = await askHelper(guest);
    expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
    await guest.root.script('mv /root/cryptdisks_* /sbin');
  });

  it('works with a disk that has partitions', async () => {
    const guest = machine();
    await disk.unplug();
    // It has never been the profile's destination.
    await guest.root.run('rm', ['-r', '/var/lib/rsync-system-backup']);
    await (await guest.disk('partition')).plug();
    await guest.settled();
    const { finished } = await askHelper(guest);
    expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
  });
});
