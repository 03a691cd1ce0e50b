import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SAMPLE_ENTRIES } from '../../main/domain/demonstration.js';
import type { DemonstrationPaths, SampleEntry } from '../../main/domain/demonstration.js';
import { assertNever } from '../../main/shared/assert-never.js';
import { errorCode } from '../../main/system/error-code.js';

/** Makes the sample folder and the place for its backup. What is there already stays as it is. */
export async function writeDemonstration({
  sample,
  destination,
}: DemonstrationPaths): Promise<void> {
  await mkdir(sample, { recursive: true });
  await mkdir(dirname(destination), { recursive: true });
  for (const entry of SAMPLE_ENTRIES) await unlessThere(() => writeEntry(sample, entry));
}

async function writeEntry(sample: string, entry: SampleEntry): Promise<void> {
  const path = join(sample, entry.path);
  switch (entry.kind) {
    case 'directory':
      return mkdir(path);
    case 'file':
      return writeFile(path, entry.text, { flag: 'wx', mode: entry.executable ? 0o755 : 0o644 });
    case 'link':
      return symlink(entry.target, path);
    default:
      return assertNever(entry);
  }
}

async function unlessThere(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
