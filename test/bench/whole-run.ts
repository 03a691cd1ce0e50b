/**
 * The whole run over the two programs that it drives, in a shell: `rsync && cp -al && sync`, with the same options, the same
 * source and the same final sync, in turn, on the same disk.
 *
 * BENCH_TREE=/usr/lib takes another tree than /usr/share. As root it also measures with nothing in the kernel's caches, as they are
 * when the backup of the day begins.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXCLUDED_ROOTS, PRESERVE_OPTIONS } from '../../main/domain/rsync-arguments.js';
import { changeModes, changeOnePercent, copySystemTree } from './rig/source-tree.js';
import { median, spread, timed } from './rig/timed-command.js';

const PAIRS = 5;
/** A run also looks at what changed up to 10 seconds before the last one; real runs are hours apart. */
const SECONDS_APART = '11';
const COMMAND = resolve('out/cli/rsync-system-backup.cjs');
const FILTERS = EXCLUDED_ROOTS.map((root) => `--filter='-/ ${root}'`).join(' ');
const BARE = `set -e
rsync --delete --delete-excluded ${PRESERVE_OPTIONS.join(' ')} --one-file-system ${FILTERS} "$1/" "$2/latest/"
cp --archive --link "$2/latest" "$2/$3"
sync --file-system "$2"`;

interface Sides {
  readonly source: string;
  readonly ours: string;
  readonly bare: string;
}

let stamp = 0;

/** What happens right before each of the two runs of a pair, for both alike. */
type Before = () => void;

const flush: Before = () => {
  execFileSync('sync');
};

/** proc_sys_vm(5): page cache, names and inodes. */
const emptyCaches: Before = () => {
  flush();
  writeFileSync('/proc/sys/vm/drop_caches', '3');
};

function runOurs({ source, ours }: Sides): number {
  return timed('node', [
    COMMAND,
    '--no-sudo',
    '-q',
    '-b',
    '-s',
    '--',
    source,
    join(ours, 'latest'),
  ]);
}

function runBare({ source, bare }: Sides): number {
  stamp += 1;
  return timed('sh', ['-c', BARE, 'sh', source, bare, `snapshot ${String(stamp)}`]);
}

/** Who goes first changes from pair to pair, so that neither profits from the other's cache. */
function comparePairs(
  sides: Sides,
  prepare: (round: number) => void,
  before: Before = flush,
): readonly number[] {
  const seconds = (run: (sides: Sides) => number): number => {
    before();
    return run(sides);
  };
  return Array.from({ length: PAIRS }, (_, round) => {
    prepare(round);
    execFileSync('sleep', [SECONDS_APART]);
    if (round % 2 === 0) {
      const ours = seconds(runOurs);
      return ours / seconds(runBare);
    }
    const bare = seconds(runBare);
    return seconds(runOurs) / bare;
  });
}

function emptyBoth({ ours, bare }: Sides): void {
  for (const side of [ours, bare]) {
    execFileSync('rm', ['-rf', side]);
    mkdirSync(side);
  }
}

function catalogSize({ ours }: Sides): string {
  return execFileSync('du', ['--summarize', '--bytes', join(ours, '.rsync-system-backup')])
    .toString()
    .replace(/\s.*/s, ' bytes');
}

const directory = mkdtempSync(join(tmpdir(), 'rsync-system-backup-bench-'));
try {
  const sides = {
    source: join(directory, 'source'),
    ours: join(directory, 'ours'),
    bare: join(directory, 'bare'),
  };
  const files = copySystemTree(sides.source);
  console.log(
    `${String(files.length)} files that may change; ${String(PAIRS)} pairs each, ours over bare:`,
  );
  const first = comparePairs(sides, () => {
    emptyBoth(sides);
  });
  console.log(`first run       ${spread(first)}   catalog after it: ${catalogSize(sides)}`);
  const changed = comparePairs(sides, (round) => {
    changeOnePercent(files, round);
  });
  console.log(
    `1 % changed     ${spread(changed)}   catalog after ${String(PAIRS + 1)} runs: ${catalogSize(sides)}`,
  );
  const modes = comparePairs(sides, (round) => {
    changeModes(files, 2 * PAIRS + round);
  });
  console.log(`modes of 1 %    ${spread(modes)}`);
  const unchanged = comparePairs(sides, () => undefined);
  console.log(`nothing changed ${spread(unchanged)}`);
  if (process.geteuid?.() === 0) {
    const cold = comparePairs(
      sides,
      (round) => {
        changeOnePercent(files, PAIRS + round);
      },
      emptyCaches,
    );
    console.log(`1 % changed, nothing cached ${spread(cold)}`);
  } else {
    console.log('1 % changed, nothing cached: not measured, which takes root');
  }
  console.log(
    `goal: at most 1.03; worst median ${Math.max(...[first, changed, unchanged].map(median)).toFixed(3)}`,
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
