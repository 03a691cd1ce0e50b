import { describe, expect, it } from 'vitest';
import { startPolkitAgent } from './rig/polkit-agent.js';
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

  it('lets the person who sits at it do what polkit allows, and nobody who comes over ssh', async () => {
    const guest = machine();
    await guest.root.put('/usr/share/polkit-1/actions/test.allowed.policy', ALLOWED_POLICY);
    await guest.root.put('/usr/local/bin/allowed', '#!/bin/sh\nid -u\n', '755');
    const command = ['pkexec', '--disable-internal-agent', '/usr/local/bin/allowed'] as const;
    expect(await guest.inSession(command)).toMatchObject({ exitCode: 0, stdout: '0\n' });
    const [program, ...args] = command;
    const remote = await guest.tester.attempt(program, args);
    expect(remote).toMatchObject({ exitCode: 127, stdout: '' });
    expect(remote.stderr).toContain('Not authorized');
  });

  it('asks its person for a password, who knows it, does not know it, or does not care', async () => {
    const guest = machine();
    const ask = () => guest.inSession(['pkexec', '--disable-internal-agent', '/usr/bin/id', '-u']);
    // As measured: 126 only where the person turned the question away.
    expect(await ask()).toMatchObject({ exitCode: 127 });
    for (const [answer, exitCode] of [
      ['dismiss', 126],
      ['wrong', 127],
      ['right', 0],
    ] as const) {
      const agent = await startPolkitAgent(guest.root, answer);
      expect(await ask(), answer).toMatchObject({ exitCode });
      const [asked] = await agent.asked();
      expect(asked).toMatchObject({ action: 'org.freedesktop.policykit.exec', users: [0] });
      await agent.stop();
    }
  });
});

const ALLOWED_POLICY = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<policyconfig>
  <action id="test.allowed">
    <description>A test</description>
    <message>A test wants a password</message>
    <defaults>
      <allow_any>no</allow_any>
      <allow_inactive>no</allow_inactive>
      <allow_active>yes</allow_active>
    </defaults>
    <annotate key="org.freedesktop.policykit.exec.path">/usr/local/bin/allowed</annotate>
  </action>
</policyconfig>
`;
