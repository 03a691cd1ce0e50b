import { join } from 'node:path';
import { contentsOf } from './fingerprint.js';
import { installDebian } from './install-debian.js';
import { timed } from './report-time.js';
import { cached } from './vm-cache.js';

const MADE_BY = ['test/vm/rig/emulator.ts', 'test/vm/rig/install-debian.ts'];

const LIBRARIES = 'usr/lib/x86_64-linux-gnu';

/**
 * The directory with QEMU of a newer Debian than the guest's, and all that it needs: it takes two thirds of the time of
 * QEMU 7.2, and nothing has to be installed here.
 */
export async function emulator(): Promise<string> {
  const parent = await cached('emulator', await contentsOf(MADE_BY), (directory) =>
    timed('emulator unpacked', () =>
      installDebian(join(directory, 'root'), {
        release: 'trixie',
        variant: 'extract',
        packages: ['qemu-system-x86', 'qemu-utils'],
      }),
    ),
  );
  return join(parent, 'root');
}

/** The command line of a program of the emulator's, which uses no library of this machine. */
export function emulatorCommand(
  directory: string,
  program: 'qemu-img' | 'qemu-system-x86_64',
): readonly [string, ...string[]] {
  const libraries = join(directory, LIBRARIES);
  return [
    join(libraries, 'ld-linux-x86-64.so.2'),
    ...['--library-path', libraries, '--argv0', program],
    join(directory, 'usr/bin', program),
  ];
}
