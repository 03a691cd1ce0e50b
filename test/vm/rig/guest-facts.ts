import type { GuestShell } from './guest-shell.js';

export interface GuestMount {
  readonly mountPoint: string;
  readonly type: string;
  readonly source: string;
  /** Its own options, then those of the file system. */
  readonly options: string;
  readonly namespace: string;
}

export interface GuestProcess {
  readonly pid: number;
  readonly parent: number;
  readonly user: string;
  readonly command: string;
}

export interface GuestFacts {
  /** Of every mount namespace. */
  readonly mounts: readonly GuestMount[];
  /** Names of device mappings. */
  readonly mappings: readonly string[];
  readonly processes: readonly GuestProcess[];
  readonly failedUnits: readonly string[];
  /** What lies in the directory below whatever is mounted at /mnt/backups. */
  readonly bareMountPoint: readonly string[];
}

/** One command, because each of its own takes the emulated machine as long as all of these. */
const SCRIPT = String.raw`
  find /proc/[0-9]*/ns/mnt -printf '%l %h\n' 2>/dev/null | awk '!seen[$1]++' |
    while read -r namespace path; do sed "s|^|$namespace |" "$path/../mountinfo" 2>/dev/null || true; done
  echo ====
  dmsetup ls --noheadings 2>/dev/null || dmsetup ls
  echo ====
  ps -ww -eo pid=,ppid=,user=,args=
  echo ====
  systemctl list-units --failed --plain --no-legend
  echo ====
  mkdir -p /run/bare
  unshare --mount sh -c 'mount --bind / /run/bare && find /run/bare/mnt/backups -mindepth 1'
`;

export async function guestFacts(root: GuestShell): Promise<GuestFacts> {
  const output = await root.script(SCRIPT);
  const [mounts = [], mappings = [], processes = [], units = [], bare = []] = output
    .split('====\n')
    .map((part) => part.split('\n').filter((line) => line !== ''));
  return {
    mounts: mounts.map(mount),
    mappings: mappings.filter((line) => line !== 'No devices found').map(firstWord),
    processes: processes.map(guestProcess),
    failedUnits: units.map(firstWord),
    bareMountPoint: bare.map((path) => path.replace('/run/bare', '')),
  };
}

/** Mounts of disks, wherever they are: what a backup's disk leaves behind. */
export function diskMounts({ mounts }: GuestFacts): readonly GuestMount[] {
  return mounts.filter(
    ({ mountPoint, source }) =>
      /^\/(mnt|media)\//.test(mountPoint) || /^\/dev\/(mapper\/|dm-|sd)/.test(source),
  );
}

/** proc(5), /proc/PID/mountinfo, with the namespace before it. */
function mount(line: string): GuestMount {
  const [before = '', after = ''] = line.split(' - ');
  const [namespace = '', , , , , mountPoint = '', own = ''] = before.split(' ');
  const [type = '', source = '', options = ''] = after.split(' ');
  return { mountPoint, type, source, options: `${own},${options}`, namespace };
}

function guestProcess(line: string): GuestProcess {
  const [, pid = '', parent = '', user = '', command = ''] =
    /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
  return { pid: Number(pid), parent: Number(parent), user, command };
}

function firstWord(line: string): string {
  return line.split(/\s/)[0] ?? '';
}
