import { readFile } from 'node:fs/promises';
import { parseFstab } from '../domain/fstab.js';
import { isInside } from '../domain/path-containment.js';
import type { FileSystems } from '../engine/ports.js';
import { FailedToMountError } from '../shared/backup-error.js';
import { orWhenMissing } from './error-code.js';
import { lastLine, runCommand, type CommandResult } from './run-command.js';

const FSTAB = '/etc/fstab';

/** mount(8), umount(8), mountpoint(1) and fstab(5). */
export const mountedFileSystems: FileSystems = {
  isMounted,
  mount: async (mountPoint, signal) => {
    const result = await runCommand('mount', ['--', mountPoint], { signal });
    if (result.exitCode !== 0) throw failedTo('mount', mountPoint, result);
  },
  unmount: async (mountPoint) => {
    const result = await runCommand('umount', ['--', mountPoint]);
    if (result.exitCode !== 0) throw failedTo('unmount', mountPoint, result);
  },
  missingMount: async (path) => {
    const entries = parseFstab(await orWhenMissing(() => readFile(FSTAB, 'utf8'), ''));
    const around = entries
      .map((entry) => entry.mountPoint)
      .filter((mountPoint) => mountPoint.startsWith('/') && mountPoint !== '/')
      .filter((mountPoint) => isInside(path, mountPoint));
    for (const mountPoint of around) if (!(await isMounted(mountPoint))) return mountPoint;
    return null;
  },
};

async function isMounted(mountPoint: string): Promise<boolean> {
  const { exitCode } = await runCommand('mountpoint', ['--quiet', '--', mountPoint]);
  return exitCode === 0;
}

function failedTo(what: string, mountPoint: string, { complaint }: CommandResult) {
  const advice = {
    mount: `“${mountPoint}” needs an entry in ${FSTAB}; the details have the answer of mount.`,
    unmount: `Something may still use it: “fuser --mount ${mountPoint}” tells.`,
  }[what];
  return new FailedToMountError({
    code: `failed-to-${what}`,
    title: `“${mountPoint}” could not be ${what}ed: ${lastLine(complaint)}`,
    advice: advice ?? '',
    detail: complaint,
  });
}
