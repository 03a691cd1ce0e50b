import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A real tree of some 50,000 files, or another, copied so that it can be changed: so often, side by side. */
export function copySystemTree(to: string, times = 1): readonly string[] {
  const tree = process.env['BENCH_TREE'] ?? '/usr/share';
  mkdirSync(to);
  for (let number = 1; number <= times; number += 1) {
    execFileSync('cp', ['--archive', tree, join(to, String(number))]);
  }
  const args = [to, '-type', 'f', '-links', '1', '-size', '-200k', '-print0'];
  const output = execFileSync('find', args, { maxBuffer: 2 ** 28 });
  return output.toString().split('\0').filter(Boolean).sort();
}

/** One file in a hundred: edited in place, replaced, or removed. Another round takes others, as long as there are some. */
export function changeOnePercent(files: readonly string[], round: number): void {
  for (const [index, file] of onePercent(files, round).entries()) {
    if (index % 3 === 0) appendFileSync(file, `round ${String(round)}\n`);
    if (index % 3 === 1) replace(file, round);
    if (index % 3 === 2) rmSync(file);
  }
}

/** One file in a hundred gets another mode, in a round of its own. */
export function changeModes(files: readonly string[], round: number): void {
  for (const file of onePercent(files, round)) chmodSync(file, 0o640);
}

function onePercent(files: readonly string[], round: number): readonly string[] {
  return files.filter((_, index) => index % 100 === round % 100);
}

function replace(file: string, round: number): void {
  const replacement = `${file}.new`;
  copyFileSync(file, replacement);
  appendFileSync(replacement, `round ${String(round)}\n`);
  renameSync(replacement, file);
}
