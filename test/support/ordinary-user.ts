import { chown, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { requireRoot } from './require-root.js';
import { temporaryDirectory } from './temporary-directory.js';

/** Nobody that the user database knows. */
const UID = 47_211;

export interface OrdinaryUser {
  readonly uid: number;
  /** To be put before a command, so that this user runs it. */
  readonly become: readonly string[];
  /** The built command, where this user may read it; the clone may be root's own. */
  readonly command: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
}

export async function ordinaryUser(uid = UID): Promise<OrdinaryUser> {
  requireRoot();
  const directory = await temporaryDirectory();
  const [program, home] = [join(directory, 'program'), join(directory, 'home')];
  for (const path of [program, home]) await mkdir(path);
  await chown(home, uid, uid);
  for (const name of ['rsync-system-backup.cjs', 'run.cjs', 'run-program.cjs']) {
    await copyFile(new URL(`../../out/cli/${name}`, import.meta.url), join(program, name));
  }
  const ids = [`--reuid=${String(uid)}`, `--regid=${String(uid)}`, '--clear-groups'];
  return {
    uid,
    become: ['setpriv', ...ids, '--'],
    command: join(program, 'rsync-system-backup.cjs'),
    home,
    environment: { HOME: home },
  };
}
