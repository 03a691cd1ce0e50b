import { lstat, link, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BigIntStats } from 'node:fs';
import { escapeName, unescapeName } from '../../shared/display-name.js';
import { errorCode } from '../error-code.js';
import { inBatches } from '../in-batches.js';
import type { Tools } from '../tools.js';
import { freeSpace } from './free-space.js';
import type { StorePaths } from './store-paths.js';

/** A name in `latest`. */
interface NamedFile {
  readonly name: Buffer;
  readonly stats: BigIntStats;
}

/** The disk is not filled to the last block for this: rsync needs room too. */
const USABLE_SHARE = 0.9;

/**
 * Copies files of `latest` aside, attributes and all, and renames the copies over them: what is then changed in place is
 * an inode that no snapshot shares, and no other name. Names that are one file here need not be one in the source any more,
 * which rsync does not notice: it would give them the attributes of the last. Where they are, it makes them one again.
 *
 * @returns the names, as rsync escapes them, for which there was no room.
 */
export async function detachFiles(
  paths: StorePaths,
  names: readonly string[],
  tools: Tools,
  signal: AbortSignal,
): Promise<{ readonly left: readonly string[] }> {
  const files = (await filesNamed(paths.latest, names)).filter(({ stats }) => stats.nlink > 1n);
  const { fitting, tooLarge } = splitByRoom(
    files,
    (await freeSpace(paths.catalog)).bytes,
    ({ stats }) => Number(stats.blocks),
  );
  const shared = join(paths.detaching, 'shared');
  const copies = join(paths.detaching, 'copies');
  // One by one: on a full disk Node's recursive form fails with a misleading ENOENT.
  for (const directory of [paths.detaching, shared]) await mkdir(directory);
  await inBatches(fitting, ({ name }, index) =>
    putAside(inside(paths.latest, name), join(shared, String(index))),
  );
  const options = ['--archive', '--no-preserve=links', '--reflink=auto', '--no-target-directory'];
  await tools.runHeavy('cp', [...options, '--', shared, copies], { signal });
  const copied = await inBatches(fitting, (file, index) =>
    replace(file, join(shared, String(index)), join(copies, String(index)), paths.latest),
  );
  const failed = fitting.filter((_, index) => copied[index] === false);
  await rm(paths.detaching, { recursive: true, force: true });
  return { left: [...tooLarge, ...failed].map(({ name }) => escapeName(name)) };
}

async function filesNamed(latest: string, names: readonly string[]): Promise<readonly NamedFile[]> {
  return inBatches(names, async (escaped) => {
    const name = Buffer.from(unescapeName(escaped));
    return { name, stats: await lstat(inside(latest, name), { bigint: true }) };
  });
}

/**
 * Smallest first, so that as few files as possible go without.
 *
 * @param bytes that are free
 * @param blocksOf in units of 512 bytes
 */
export function splitByRoom<File>(
  files: readonly File[],
  bytes: number,
  blocksOf: (file: File) => number,
): { readonly fitting: readonly File[]; readonly tooLarge: readonly File[] } {
  let room = bytes * USABLE_SHARE;
  const fitting: File[] = [];
  const tooLarge: File[] = [];
  for (const file of files.toSorted((a, b) => blocksOf(a) - blocksOf(b))) {
    room -= blocksOf(file) * 512;
    (room >= 0 ? fitting : tooLarge).push(file);
  }
  return { fitting, tooLarge };
}

/** Odd names end here: from now on the files are numbered, and one cp copies them all. */
async function putAside(path: Buffer, place: string): Promise<void> {
  try {
    await link(path, place);
  } catch (error) {
    // The file has as many links as the file system allows; replace() puts it back, or the copy in its place.
    if (errorCode(error) !== 'EMLINK') throw error;
    await rename(path, place);
  }
}

/** False: the copy is missing or not whole. */
async function replace(
  { name, stats }: NamedFile,
  place: string,
  copy: string,
  latest: string,
): Promise<boolean> {
  const whole = await isWholeCopy(copy, stats);
  await rename(whole ? copy : place, inside(latest, name));
  return whole;
}

async function isWholeCopy(copy: string, original: BigIntStats): Promise<boolean> {
  try {
    const { size, mtimeNs, mode, uid, gid } = await lstat(copy, { bigint: true });
    return (
      size === original.size &&
      mtimeNs === original.mtimeNs &&
      mode === original.mode &&
      uid === original.uid &&
      gid === original.gid
    );
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Bytes, because names need not be UTF-8. */
function inside(directory: string, name: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${directory}/`), name]);
}
