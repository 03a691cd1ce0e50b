import { runCommand } from './run-command.js';

export interface Person {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** Whoever called us: under sudo not root, but the person behind it. null: the user database does not know them. */
export async function invokingUser(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Person | null> {
  const sudoer = environment['SUDO_UID'];
  if (sudoer !== undefined && process.getuid?.() === 0) return personByUid(sudoer);
  const home = environment['HOME'];
  const ids = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  return home === undefined || home === '' ? personByUid(String(ids.uid)) : { ...ids, home };
}

/** passwd(5), by way of getent(1), which also asks LDAP and the like. */
async function personByUid(uid: string): Promise<Person | null> {
  if (!/^\d+$/.test(uid)) return null;
  const { exitCode, output } = await runCommand('getent', ['passwd', uid]);
  if (exitCode !== 0) return null;
  const [, , id, group, , home] = output.toString('utf8').trim().split(':');
  if (id === undefined || group === undefined || home === undefined) return null;
  return { uid: Number(id), gid: Number(group), home };
}
