/** Taking and removing a snapshot: subvolumes on btrfs over hard links on ext4, on loop devices on the same disk. Needs root. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { copySystemTree } from './rig/source-tree.js';
import { median, timed } from './rig/timed-command.js';

const COMMAND = resolve('out/cli/rsync-system-backup.cjs');
const ROUNDS = 5;
const MAKE = {
  ext4: ['mkfs.ext4', '-q', '-m', '0'],
  btrfs: ['mkfs.btrfs', '--quiet'],
} as const;

type FileSystem = keyof typeof MAKE;

function ours(...args: readonly string[]): number {
  const fixed = [COMMAND, '--no-sudo', '--disable-notifications', '-q'];
  return timed('node', [...fixed, ...args]);
}

function withFileSystem<T>(directory: string, kind: FileSystem, work: (mount: string) => T): T {
  const image = join(directory, `${kind}.img`);
  const mount = join(directory, kind);
  mkdirSync(mount);
  execFileSync('truncate', ['--size', '4G', image]);
  const [program, ...args] = MAKE[kind];
  execFileSync(program, [...args, image], { stdio: 'ignore' });
  execFileSync('mount', ['-o', 'loop', image, mount]);
  try {
    return work(mount);
  } finally {
    execFileSync('umount', [mount]);
  }
}

/** Seconds for one snapshot and for one removal, medians. */
function measure(mount: string, source: string) {
  const latest = join(mount, 'latest');
  ours('--backup', '--snapshot', '--', source, latest);
  const taken: number[] = [];
  const removed: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    taken.push(ours('--snapshot', '--', latest));
    // Keeps the newest only; the one of the round before goes.
    removed.push(ours('--rotate', '--minutely=1', '--prefer-recent', '--', latest));
  }
  if (readdirSync(mount).filter((name) => /^\d{4}-/.test(name)).length !== 1) {
    throw new Error('The rotation left more than one snapshot.');
  }
  return { taken: median(taken), removed: median(removed) };
}

const directory = mkdtempSync(join(tmpdir(), 'rsync-system-backup-bench-'));
try {
  const source = join(directory, 'source');
  const files = copySystemTree(source).length;
  const ext4 = withFileSystem(directory, 'ext4', (mount) => measure(mount, source));
  const btrfs = withFileSystem(directory, 'btrfs', (mount) => measure(mount, source));
  console.log(
    `${String(files)} files, whole commands, medians of ${String(ROUNDS)}, btrfs over ext4:`,
  );
  console.log(`take a snapshot   ${(btrfs.taken / ext4.taken).toFixed(3)}`);
  console.log(`remove a snapshot ${(btrfs.removed / ext4.removed).toFixed(3)}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
