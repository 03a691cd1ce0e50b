import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, copyFileSync, renameSync, rmSync } from 'node:fs';

/** A real tree of some 50,000 files, or another, copied so that it can be changed. */
export function copySystemTree(to: string): readonly string[] {
  execFileSync('cp', ['--archive', process.env['BENCH_TREE'] ?? '/usr/share', to]);
  const args = [to, '-type', 'f', '-links', '1', '-size', '-200k', '-print0'];
  const output = execFileSync('find', args, { maxBuffer: 2 ** 28 });
  return output.toString().split('\0').filter(Boolean).sort();
}

/** One file in a hundred: edited in place, replaced, removed, or given another mode. */
export function changeOnePercent(files: readonly string[], round: number): void {
  const chosen = files.filter((_, index) => index % 100 === round % 100);
  for (const [index, file] of chosen.entries()) {
    if (index % 4 === 0) appendFileSync(file, `round ${String(round)}\n`);
    if (index % 4 === 1) replace(file, round);
    if (index % 4 === 2) rmSync(file);
    if (index % 4 === 3) chmodSync(file, round % 2 === 0 ? 0o640 : 0o600);
  }
}

function replace(file: string, round: number): void {
  const replacement = `${file}.new`;
  copyFileSync(file, replacement);
  appendFileSync(replacement, `round ${String(round)}\n`);
  renameSync(replacement, file);
}
