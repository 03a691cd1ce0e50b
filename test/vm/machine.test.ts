import { describe, expect, it } from 'vitest';
import { BACKUPS_UUID } from './rig/backup-disks.js';
import { guestFacts } from './rig/guest-facts.js';
import { resume } from './rig/scenario.js';

const machine = resume('ready');

describe('the guest', () => {
  it('has an ordinary user in an active local session', async () => {
    const guest = machine();
    const session = await guest.root.script(`
      loginctl show-session "$(loginctl show-user tester --property=Display --value)" \
        --property=Active --property=Remote --property=Name`);
    expect(session.trim().split('\n').sort()).toEqual(['Active=yes', 'Name=tester', 'Remote=no']);
    expect((await guestFacts(guest.root)).failedUnits).toEqual([]);
  });

  it('sees a disk come and go', async () => {
    const guest = machine();
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
    await guest.root.waitUntil(`[ ! -e ${disk.device} ]`);
  });
});
