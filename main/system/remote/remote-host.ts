import { readFile, stat } from 'node:fs/promises';
import type { SshDestination } from '../../domain/destination.js';
import { RESIDENT_SHELL } from '../../domain/resident-shell.js';
import { noDirectoryAround, sshDirectoryFailure } from '../../domain/ssh-directory.js';
import {
  BackupError,
  InvalidDestinationDirectoryError,
  ParentDirectoryUnavailableError,
} from '../../shared/backup-error.js';
import { brokenLink } from '../store/resolve-destination.js';
import { linkTimeout, type RemoteOptions } from './remote-options.js';
import { connectBySsh } from './connect-by-ssh.js';
import type { SshConnection } from './ssh-connection.js';

/** A host that has what a backup needs. */
export interface RemoteHost {
  readonly connection: SshConnection;
  /** Absolute path of the destination, symbolic links resolved. */
  readonly latest: string;
  /** True: programs run as root there. */
  readonly isRoot: boolean;
  /** True: it is this machine. */
  readonly isHere: boolean;
}

/**
 * Prints, each ended by NUL: a mark, user id, how sudo went, boot, root directory, version of rsync, missing programs, the
 * destination, its process group, a mark. Then it takes commands, with the rights that programs are to have.
 */
const SCRIPT = String.raw`
directory=$1; wanted=$2; shell=$3; limit=$4; real=$5; as=self
printf 'rsync-system-backup\0'
uid=$(id -u)
if [ "$uid" != 0 ] && [ "$wanted" = sudo ]; then
  if sudo -n true >/dev/null 2>&1; then as=sudo; else as=refused; fi
fi
boot=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
root=$(stat -c %d:%i / 2>/dev/null)
rsync=$(rsync --version 2>/dev/null | head -n 1)
missing=
for program in find flock grep head realpath rsync stat sync timeout xargs; do
  command -v "$program" >/dev/null || missing="$missing $program"
done
cp --version >/dev/null 2>&1 || missing="$missing cp"
printf '%s\0' "$uid" "$as" "$boot" "$root" "$rsync" "$missing"
if [ "$as" = sudo ]; then sudo -n sh -c "$real" sh "$directory"; else sh -c "$real" sh "$directory"; fi
tell='read -r id name state parent group rest </proc/$$/stat; printf "%s\0end of facts\0" "$group"'
shell="$tell
$shell"
if [ "$as" = sudo ]; then exec sudo -n sh -c "$shell" sh "$limit"; fi
exec sh -c "$shell" sh "$limit"
`;

/** The destination without symbolic links; of the part that is not there yet, none that leads nowhere is followed. */
const REAL = String.raw`
case $1 in /*) path=$1 ;; *) path=./$1 ;; esac
near=$path
while [ ! -e "$near" ] && [ ! -L "$near" ]; do
  case $near in */*) near=\${near%/*}; near=\${near:-/} ;; *) break ;; esac
done
if [ -e "$near" ]; then realpath -mz -- "$path"; else printf 'broken link\0'; fi
`.replaceAll('\\$', '$');
const BEGIN = 'rsync-system-backup\0';
const END = Buffer.from('end of facts\0');

/** @throws BackupError when there is no connection, or no backup can be made there; the connection is closed then. */
export async function openRemoteHost(
  destination: SshDestination,
  options: RemoteOptions,
  signal?: AbortSignal,
): Promise<RemoteHost> {
  const directory = checkedDirectory(destination);
  const rights = options.sudo ? 'sudo' : 'self';
  const args = [directory, rights, RESIDENT_SHELL, String(linkTimeout(options)), REAL];
  const connection = await connectBySsh(
    destination,
    options,
    { script: SCRIPT, args, end: END },
    signal,
  );
  try {
    return await checkedHost(connection, destination);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function checkedDirectory(destination: SshDestination): string {
  const failure = sshDirectoryFailure(destination);
  if (failure === null) return destination.directory;
  throw failure.code === 'destination-is-root'
    ? new ParentDirectoryUnavailableError(failure)
    : new InvalidDestinationDirectoryError(failure);
}

async function checkedHost(
  connection: SshConnection,
  { username, directory }: SshDestination,
): Promise<RemoteHost> {
  const { host, greeting } = connection;
  const text = greeting.toString('utf8');
  if (!text.startsWith(BEGIN)) throw noisy(host, text.slice(0, text.indexOf(BEGIN)));
  const [uid, as, boot, root, rsync = '', missing = '', latest = '', group = ''] = text
    .slice(BEGIN.length)
    .split('\0');
  if (as === 'refused') throw sudoRefused(host, username);
  checkPrograms(host, missing.trim(), rsync);
  if (as === 'sudo') connection.useSudo();
  // kill(2) takes 1 for everybody.
  if (Number(group) > 1) connection.knowGroup(group);
  if (latest === 'broken link') throw brokenLink(`${host}:${directory}`);
  if (!latest.startsWith('/') || latest === '/') {
    throw new ParentDirectoryUnavailableError(noDirectoryAround(latest, host));
  }
  return {
    connection,
    latest,
    isRoot: uid === '0' || as === 'sudo',
    isHere: boot !== '' && boot === (await thisBoot()) && root === (await thisRoot()),
  };
}

async function thisBoot(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

async function thisRoot(): Promise<string> {
  const { dev, ino } = await stat('/', { bigint: true });
  return `${String(dev)}:${String(ino)}`;
}

function checkPrograms(host: string, missing: string, rsync: string): void {
  const names = missing.split(' ');
  if (names.includes('rsync')) throw programMissing(host, 'rsync');
  if (names.includes('cp')) {
    throw new BackupError({
      code: 'remote-program-missing',
      title: `“${host}” has no GNU cp, which snapshots are made with.`,
      advice: 'Install GNU coreutils there, or let an rsync daemon there take the backup.',
    });
  }
  if (missing !== '') throw programMissing(host, names.join('”, “'));
  const [, major = '0', minor = '0'] = /version v?(\d+)\.(\d+)/.exec(rsync) ?? [];
  if (Number(major) < 3 || (Number(major) === 3 && Number(minor) < 1)) {
    throw new BackupError({
      code: 'remote-rsync-too-old',
      title: `“${host}” has an rsync that is too old.`,
      advice: 'Install rsync 3.1 or later there.',
      detail: rsync,
    });
  }
}

function programMissing(host: string, names: string): BackupError {
  return new BackupError({
    code: 'remote-program-missing',
    title: `“${host}” lacks the program “${names}”.`,
    advice:
      'Install it there with the package manager; rsync, coreutils, findutils and util-linux are needed.',
  });
}

function noisy(host: string, text: string): BackupError {
  return new BackupError({
    code: 'remote-shell-noisy',
    title: `The account on “${host}” prints text at login, which rsync would take for its own.`,
    advice: `Take it out of the start files of its shell (such as ~/.bashrc); “ssh ${host} true” must print nothing.`,
    detail: text,
  });
}

function sudoRefused(host: string, username: string | null): BackupError {
  const account = username === null ? 'The account' : `“${username}”`;
  return new BackupError({
    code: 'remote-sudo-refused',
    title: `${account} on “${host}” may not use sudo without a password.`,
    advice:
      'Back up with its own rights (--no-sudo), as root@…, or allow it there: “NAME ALL=(ALL) NOPASSWD: ALL” in /etc/sudoers.',
  });
}
