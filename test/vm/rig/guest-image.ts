import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../support/run-program.js';
import { buildImage, extractKernel } from './build-image.js';
import { buildInitrd } from './build-initrd.js';
import { configureRoot } from './configure-root.js';
import { contentsOf } from './fingerprint.js';
import { GUEST_PACKAGES, UNUSED_TREES } from './guest-packages.js';
import { installDebian } from './install-debian.js';
import { REPOSITORY } from './guest-files.js';
import { timed } from './report-time.js';
import { cached } from './vm-cache.js';

export interface GuestImage {
  readonly image: string;
  readonly kernel: string;
  readonly initrd: string;
  /** File of the private key that opens the guest to ssh. */
  readonly key: string;
}

const ROOT_MADE_BY = ['guest-image.ts', 'guest-packages.ts', 'install-debian.ts'].map(
  (name) => `test/vm/rig/${name}`,
);

const IMAGE_MADE_BY = [
  ...['build-image.ts', 'build-initrd.ts', 'configure-root.ts', 'cpio-archive.ts'].map(
    (name) => `test/vm/rig/${name}`,
  ),
  ...['test/vm/rig/guest-users.ts', 'test/vm/guest/initrd', 'test/vm/guest/root'],
  ...['build/install', 'node_modules/electron/dist/runtime.json'],
];

/** The guest as it boots for the first time, with the Electron that is installed here, but nothing of ours yet. */
export async function guestImage(): Promise<GuestImage> {
  const rootInputs = await contentsOf(ROOT_MADE_BY);
  const debian = await cached('debian', rootInputs, (directory) =>
    timed('Debian installed', () =>
      installDebian(join(directory, 'root'), {
        release: 'bookworm',
        variant: 'minbase',
        packages: GUEST_PACKAGES,
        without: UNUSED_TREES,
      }),
    ),
  );
  const inputs = [...rootInputs, ...(await contentsOf(IMAGE_MADE_BY))];
  const parts = await cached('image', inputs, (directory) =>
    timed('disk image made', () => buildParts(join(debian, 'root'), directory)),
  );
  return partsIn(parts);
}

function partsIn(directory: string): GuestImage {
  return {
    image: join(directory, 'root.img'),
    kernel: join(directory, 'vmlinux'),
    initrd: join(directory, 'initrd'),
    key: join(directory, 'key'),
  };
}

async function buildParts(debian: string, directory: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'rsync-system-backup-vm-root-'));
  const root = join(work, 'root');
  try {
    await runProgram('cp', ['--archive', '--reflink=auto', debian, root]);
    const parts = partsIn(directory);
    await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', parts.key]);
    await configureRoot(root, await readFile(`${parts.key}.pub`, 'utf8'));
    const install = [join(REPOSITORY, 'build/install.mjs'), '--part', 'runtime', root];
    await runProgram(process.execPath, install);
    await buildInitrd(root, parts.initrd);
    await extractKernel(root, parts.kernel);
    await buildImage(root, parts.image);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
