import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A snapshot each ten minutes; a file is another one in each tenth. */
export function makeSnapshots(parent: string, count: number): void {
  const latest = join(parent, 'latest');
  mkdirSync(join(latest, 'home/anna/Documents'), { recursive: true });
  for (let number = 0; number < count; number += 1) {
    const file = join(latest, 'home/anna/Documents/letter.odt');
    if (number % 10 === 0) {
      rmSync(file, { force: true });
      writeFileSync(file, `version ${String(number)}\n`);
    }
    const time = new Date(Date.UTC(2026, 0, 1) + number * 600_000).toISOString();
    execFileSync('cp', ['-al', '--', latest, join(parent, time.slice(0, 19).replace('T', ' '))]);
  }
}

export function makeFolder(path: string, count: number): void {
  mkdirSync(path, { recursive: true });
  for (let number = 0; number < count; number += 1) {
    writeFileSync(join(path, `IMG_${String(number).padStart(6, '0')}.CR3`), '');
  }
}
