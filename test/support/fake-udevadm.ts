import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeableInside, writeSystemFile, type PrivateNamespace } from './private-namespace.js';
import { temporaryDirectory } from './temporary-directory.js';

/** What the real one prints for a USB disk; recorded from udevadm 252. */
const RECORDING = readFileSync(
  new URL('../fixtures/udev/usb-disks.monitor.txt', import.meta.url),
  'utf8',
);

export interface FakeUdevadm {
  /** Lets it tell, in the words of the real one. */
  readonly tell: (text: string) => Promise<void>;
  /** What it lists when it is asked for all devices, in the words of the real one. */
  readonly list: (database: string) => Promise<void>;
  /** Command line of the process that listens. */
  readonly listener: string;
}

/**
 * A fake: in the namespace, `udevadm` is a script that prints what tests give to it. The real one, with real disks, is in
 * the tests of the virtual machine.
 */
export async function fakeUdevadm(namespace: PrivateNamespace): Promise<FakeUdevadm> {
  const directory = await temporaryDirectory();
  const [records, database] = [join(directory, 'records'), join(directory, 'database')];
  await namespace.run('mkfifo', [records]);
  await writeFile(database, '');
  await changeableInside(namespace, '/usr/bin');
  const script = `#!/bin/sh
# A fake of udevadm(8).
case "$1" in
  info) cat ${database} ;;
  monitor)
    printf 'monitor will print the received events for:\\n'
    printf 'UDEV - the event which udev sends out after rule processing\\n\\n'
    # Read and write: what is told while nobody listens waits for whoever does.
    exec sed --unbuffered '' <> ${records} ;;
esac
`;
  await namespace.run('rm', ['--force', '/usr/bin/udevadm']);
  await writeSystemFile(namespace, '/usr/bin/udevadm', script);
  await namespace.run('chmod', ['755', '/usr/bin/udevadm']);
  return {
    // Opened for reading too, so that it does not wait for a listener.
    tell: async (text) => {
      await namespace.run('sh', ['-c', `cat 1<> ${records}`], { input: text });
    },
    list: (text) => writeFile(database, text),
    listener: 'sed --unbuffered',
  };
}

/** All records of `action` about `device`, such as `sda`. */
export function recordsOf(action: 'add' | 'change' | 'remove', device: string): string {
  const records = RECORDING.split('\n\n').filter(
    (record) =>
      record.includes(`ACTION=${action}\n`) && record.includes(`DEVNAME=/dev/${device}\n`),
  );
  return records.map((record) => `${record}\n\n`).join('');
}
