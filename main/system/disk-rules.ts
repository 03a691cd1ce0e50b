import { mkdir, rm } from 'node:fs/promises';
import { checkTrustedDirectory } from './trusted-path.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** udev(7): rules of this machine; udev looks at its directories for changes by itself. */
const RULES = '/etc/udev/rules.d';

/** @param text null: there are none */
export async function writeDiskRules(id: string, text: string | null): Promise<void> {
  if (text === null) return removeDiskRules(id);
  await checkTrustedDirectory(RULES);
  await mkdir(RULES, { recursive: true, mode: 0o755 });
  await writeFileAtomically(rulesPath(id), text, false);
}

export async function removeDiskRules(id: string): Promise<void> {
  await rm(rulesPath(id), { force: true });
}

/** After those that name devices by what is on them. */
function rulesPath(id: string): string {
  return `${RULES}/90-rsync-system-backup-${id}.rules`;
}
