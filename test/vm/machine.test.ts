import { describe, expect, it } from 'vitest';
import { BACKUPS_UUID } from './rig/backup-disks.js';
import { diskMounts, guestFacts } from './rig/guest-facts.js';
import { resume } from './rig/scenario.js';

describe('the guest', () => {
  it('has an ordinary user in an active local session', async () => {
    const guest = await resume('ready');
    const session = await guest.root.script(`
      loginctl show-session "$(loginctl show-user tester --property=Display --value)" \
        --property=Active --property=Remote --property=Name`);
    expect(session.trim().split('\n').sort()).toEqual(['Active=yes', 'Name=tester', 'Remote=no']);
    expect((await guestFacts(guest.root)).failedUnits).toEqual([]);
  });

  it('sees a disk come and go', async () => {
    const guest = await resume('ready');
    const disk = await guest.disk('backups');
    const plugged = performance.now();
    await disk.plug();
    await guest.settled();
    console.log(`vm: disk known after ${((performance.now() - plugged) / 1000).toFixed(1)} s`);
    const properties = await guest.root.run('udevadm', ['info', '--query=property', disk.device]);
    expect(properties).toContain('ID_FS_TYPE=crypto_LUKS');
    expect(properties).toContain(`ID_FS_UUID=${BACKUPS_UUID}`);
    expect(properties).toContain('ID_SERIAL_SHORT=BACKUP0001');
    await disk.unplug();
    await guest.root.script(`until [ ! -e ${disk.device} ]; do sleep 0.1; done`);
  });

  it('unlocks, mounts, unmounts and locks a disk with Debian’s own commands', async () => {
    const guest = await resume('ready');
    await (await guest.disk('backups')).plug();
    await guest.settled();
    await guest.root.run('cryptdisks_start', ['backups']);
    await guest.root.run('mount', ['/mnt/backups']);
    const facts = await guestFacts(guest.root);
    expect(facts.mappings).toEqual(['backups']);
    expect(diskMounts(facts).map(({ mountPoint }) => mountPoint)).toContain('/mnt/backups');
    await guest.root.run('umount', ['/mnt/backups']);
    await guest.root.run('cryptdisks_stop', ['backups']);
  });

  it('boots again after its power was cut, with what was written', async () => {
    const guest = await resume('ready');
    const disk = await guest.disk('plain');
    await disk.plug();
    await guest.settled(disk.device);
    await guest.root.script(`
      mkdir /mnt/plain; mount ${disk.device} /mnt/plain
      echo kept > /mnt/plain/file; sync; echo kept > /root/file; sync`);
    await guest.cutPower();
    await guest.settled(disk.device);
    const kept = await guest.root.script(`
      mount ${disk.device} /mnt/plain; cat /mnt/plain/file /root/file; umount /mnt/plain`);
    expect(kept).toBe('kept\nkept\n');
  });
});
