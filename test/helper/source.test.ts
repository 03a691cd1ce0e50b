import { expect, it } from 'vitest';
import {
  helperMachine,
  machineProfile,
  outcomeOf,
  refusalOf,
  TRUSTED,
  type HelperMachine,
} from '../support/root-helper.js';
import { changeableInside } from '../support/private-namespace.js';

const USER = 47_211;
const AS_USER = `setpriv --reuid=${String(USER)} --regid=${String(USER)} --clear-groups`;
const LATEST = `${TRUSTED}/backups/latest`;

async function machineWith(script: string, changes = {}): Promise<HelperMachine> {
  const machine = await helperMachine();
  await machine.shell(`mkdir -p ${TRUSTED}/source; ${script}`);
  await machine.install(machineProfile(changes));
  return machine;
}

it('refuses a source that its owner has swapped for a link', async () => {
  const machine = await machineWith(`
    mkdir -p ${TRUSTED}/users/me/documents; chown -R ${String(USER)} ${TRUSTED}/users
  `);
  await machine.install(machineProfile({ source: `${TRUSTED}/users/me/documents` }));
  expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
  await machine.shell(`
    cd ${TRUSTED}/users/me; ${AS_USER} mv documents away; ${AS_USER} ln -s /etc documents
  `);
  expect(refusalOf(await machine.call('run', 'home'))).toBe('source-is-a-link');
  await machine.shell(`cd ${TRUSTED}/users; ${AS_USER} mv me you; ${AS_USER} ln -s you me`);
  expect(refusalOf(await machine.call('run', 'home'))).toBe('source-is-a-link');
  expect(await machine.shell(`ls -A ${LATEST}`)).toBe('');
});

it('says which source is missing', async () => {
  const machine = await machineWith(`rmdir ${TRUSTED}/source`);
  const result = await machine.call('run', 'home');
  expect(refusalOf(result)).toBe('source-missing');
  expect(result.stdout).toContain(`${TRUSTED}/source`);
});

it('names unread files by their own path', async () => {
  const machine = await machineWith(
    `mkdir ${TRUSTED}/source/dir; echo x > ${TRUSTED}/source/dir/x`,
  );
  // Not even root reads what is on a file system that has gone.
  await machine.shell(`
    truncate -s 8M ${TRUSTED}/image; mkfs.ext4 -q ${TRUSTED}/image
    mkdir ${TRUSTED}/source/disk; mount -o loop ${TRUSTED}/image ${TRUSTED}/source/disk
    echo 1 > ${TRUSTED}/source/disk/file; sync
  `);
  await machine.install(machineProfile({ multiFs: true }));
  const result = await machine.call('run', 'home');
  expect(outcomeOf(result)).toBe('complete');
  expect(result.stdout).not.toContain('/run/rsync-system-backup');
  expect(await machine.shell(`cd ${LATEST}; find . -type f | sort`)).toBe('./dir/x\n./disk/file\n');
});

it('leaves out of the whole system what a backup of it leaves out', async () => {
  const excludes = ['/[!h]*', '/home/[!u]*'];
  const machine = await machineWith('', { source: '/', multiFs: true, excludes });
  await changeableInside(machine.namespace, '/home');
  await machine.shell('mkdir -p /home/user/.cache/x /home/user/.cached; echo x > /home/user/x');
  const result = await machine.call('run', 'home');
  expect(outcomeOf(result)).toBe('complete');
  expect(await machine.shell(`cd ${LATEST}; find . -mindepth 1 | sort`)).toBe(
    './home\n./home/user\n./home/user/.cached\n./home/user/x\n',
  );
  expect(await machine.shell('cd /run; ls -A rsync-system-backup/view')).toBe('');
});

it('reads the source where links lead nowhere and nothing can be written', async () => {
  const machine = await machineWith(`
    cd ${TRUSTED}/source; mkdir mine; echo x > mine/file; ln -s mine relative
    head -c 100000000 /dev/zero | tr '\\0' x > huge
  `);
  const running = machine.start(['run', 'home']);
  await running.until((event) => event.event === 'phase' && event.phase === 'rsync');
  const told = await machine.shell(`
    pid=$(cut -d ' ' -f 1 ${TRUSTED}/backups/.rsync-system-backup/lock)
    cd /proc/$pid/root/run/rsync-system-backup/view/${TRUSTED}/source
    cat mine/file; readlink relative
    cat relative/file 2>&1 || true
    touch mine/file 2>&1 || true
  `);
  expect(told.split('\n')).toEqual([
    'x',
    'mine',
    expect.stringContaining('Too many levels of symbolic links'),
    expect.stringContaining('Read-only file system'),
    '',
  ]);
  expect(refusalOf(await running.done)).toBe(null);
});

it('copies nobody else’s file that a link leads to while it reads', async () => {
  const names = '$(seq 400)';
  const machine = await machineWith(`
    mkdir -p ${TRUSTED}/secrets; chmod 700 ${TRUSTED}/secrets
    cd ${TRUSTED}/source; mkdir -p mine/directory
    for name in ${names}; do echo mine > mine/directory/$name; echo secret > ${TRUSTED}/secrets/$name; done
    chown -R ${String(USER)} mine
  `);
  const swap = `while [ ! -e stop ]; do mv directory away; ln -s ${TRUSTED}/secrets directory; rm directory; mv away directory; done 2>/dev/null`;
  await machine.shell(`
    cd ${TRUSTED}/source/mine; ${AS_USER} timeout 60 sh -c '${swap}; touch stopped' > /dev/null 2>&1 &
  `);
  for (let round = 0; round < 5; round += 1) {
    await machine.call('run', 'home');
    await machine.shell(`
      cd ${TRUSTED}/source/mine
      ${AS_USER} sh -c 'for name in ${names}; do echo mine >> */$name; done' 2>/dev/null || true
    `);
  }
  await machine.shell(`
    cd ${TRUSTED}/source/mine; touch stop; until [ -e stopped ]; do sleep 0.1; done; rm stop stopped
  `);
  expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
  expect(
    await machine.shell(
      `find ${TRUSTED}/backups -type f -path '*/mine/*' -exec cat {} + | sort -u`,
    ),
  ).toBe('mine\n');
});
