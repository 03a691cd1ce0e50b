import type { Guest } from './guest.js';

/** Everything of a file that a backup keeps, but the times of directories. */
const DESCRIBE = String.raw`
describe() {
  cd "$1"
  find . -mindepth 1 ! -type d -printf '%P %y %m %U %G %s %T@ %l\0' | sort -z | tr '\0' '\n'
  find . -mindepth 1 -type d -printf '%P %m %U %G\0' | sort -z | tr '\0' '\n'
  find . -type f -print0 | sort -z | xargs -0 --no-run-if-empty sha256sum
  find . ! -type l -print0 | sort -z | xargs -0 getfacl --omit-header --numeric | sed '/^$/d'
}`;

export async function describeTree(guest: Guest, directory: string): Promise<string> {
  return guest.root.script(`${DESCRIBE}\ndescribe '${directory}'`);
}

export interface DiskContents {
  /** Names of the snapshots, oldest first. */
  readonly snapshots: readonly string[];
  /** What is beside them. */
  readonly others: readonly string[];
  /** What describeTree tells of each directory, by its name. */
  readonly trees: Readonly<Record<string, string>>;
  /** Records of runs, oldest first. */
  readonly runs: readonly RecordedRun[];
}

interface RecordedRun {
  readonly outcome: string | null;
  readonly snapshot: string | null;
  readonly error: { readonly code: string } | null;
}

const PARENT = '/mnt/backups/laptop';

/** Opens the plugged disk by hand, looks at the backup on it, and puts it away. */
export async function diskContents(guest: Guest, device?: string): Promise<DiskContents> {
  await guest.settled(device);
  await guest.root.script('cryptdisks_start backups >&2; mount -o ro /mnt/backups');
  try {
    const names = await lines(guest, `ls -A ${PARENT}`);
    const snapshots = names.filter((name) => /^\d{4}-/.test(name));
    const trees: Record<string, string> = {};
    for (const name of ['latest', ...snapshots]) {
      trees[name] = await describeTree(guest, `${PARENT}/${name}`);
    }
    return {
      snapshots,
      others: names.filter((name) => !snapshots.includes(name)),
      trees,
      runs: await recordedRuns(guest),
    };
  } finally {
    await guest.root.script('umount /mnt/backups; cryptdisks_stop backups >&2');
  }
}

async function recordedRuns(guest: Guest): Promise<readonly RecordedRun[]> {
  const texts = await lines(
    guest,
    `for record in ${PARENT}/.rsync-system-backup/runs/*.json; do tr -d '\\n' < "$record"; echo; done`,
  );
  return texts.map((text) => JSON.parse(text) as RecordedRun);
}

async function lines(guest: Guest, script: string): Promise<readonly string[]> {
  return (await guest.root.script(script)).split('\n').filter((line) => line !== '');
}
