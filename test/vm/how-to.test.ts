import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeTree, diskContents } from './rig/disk-contents.js';
import { askHelper } from './rig/helper-call.js';
import { resume } from './rig/scenario.js';

const RECOVERY_PASSPHRASE = 'a long one that is kept elsewhere';
/** Deriving keys as on a real disk takes the emulated machine its time. */
const LIMIT_MS = 400_000;

/** The commands between the two comments in the README, word by word. */
function howTo(): string {
  const text = readFileSync('README.md', 'utf8');
  const [, part = ''] = /<!-- how-to: (.*?)<!-- end of how-to -->/s.exec(text) ?? [];
  return [...part.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block).join('\n');
}

const machine = resume('ready');

it('the README’s way from a new disk to the first backup and an installed profile works', async () => {
  const guest = machine();
  await guest.root.script(`
    rm -rf /root/keys; rmdir /mnt/backups; : > /etc/crypttab; sed -i '/backups/d' /etc/fstab`);
  const disk = await guest.usb.blank(512, 'BRANDNEW');
  await disk.plug();
  await guest.settled(disk.device);
  expect(howTo()).toContain('cryptsetup luksFormat');
  // Without a terminal cryptsetup reads the new passphrase from standard input.
  await guest.root.run('bash', ['-euo', 'pipefail', '-c', howTo()], {
    input: `${RECOVERY_PASSPHRASE}\n`,
    timeout: LIMIT_MS,
  });
  const device = await guest.root.run('readlink', ['--canonicalize', disk.device]);
  await guest.root.run('cryptsetup', ['open', '--test-passphrase', device.trim()], {
    input: `${RECOVERY_PASSPHRASE}\n`,
    timeout: LIMIT_MS,
  });
  const { error, finished } = await askHelper(guest);
  expect(error).toBeUndefined();
  expect(finished).toMatchObject({ outcome: 'complete', safeToUnplug: true });
  const { trees } = await diskContents(guest, '/dev/disk/by-label/backups');
  expect(trees['latest']).toBe(await describeTree(guest, '/home'));
}, 900_000);
