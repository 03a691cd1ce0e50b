import { readdir, readFile } from 'node:fs/promises';
import { parseCrypttab } from '../domain/crypttab.js';
import { parseFstab } from '../domain/fstab.js';
import { parseMountPoints } from '../domain/mountinfo.js';
import type { DiskTables, OpenDisks } from '../domain/plug-match.js';
import { orWhenMissing } from './error-code.js';

/** crypttab(5) and fstab(5) as they are now; one that does not exist has no entries. */
export async function readDiskTables(): Promise<DiskTables> {
  const [crypttab, fstab] = await Promise.all(['/etc/crypttab', '/etc/fstab'].map(readText));
  return { crypttab: parseCrypttab(crypttab ?? ''), fstab: parseFstab(fstab ?? '') };
}

export async function readOpenDisks(): Promise<OpenDisks> {
  const mapped = await orWhenMissing(() => readdir('/dev/mapper'), []);
  return { mapped, mountPoints: parseMountPoints(await readText('/proc/self/mountinfo')) };
}

function readText(path: string): Promise<string> {
  return orWhenMissing(() => readFile(path, 'utf8'), '');
}
