import { lstat, link, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BigIntStats } from 'node:fs';
import { escapeName, unescapeName } from '../../shared/display-name.js';
import { errorCode } from '../error-code.js';
import { inBatches } from '../in-batches.js';
import type { Tools } from '../tools.js';
import { freeSpace } from './free-space.js';
import type { StorePaths } from './store-paths.js';

/** Names in `latest` that share one inode. */
interface LinkGroup {
  readonly names: readonly [Buffer, ...Buffer[]];
  readonly stats: BigIntStats;
}

/** The disk is not filled to the last block for this: rsync needs room too. */
const USABLE_SHARE = 0.9;

/**
 * Copies files of `latest` aside, attributes and all, and renames the copies over them: what is then changed in place is
 * an inode that no snapshot shares. Names that are one file stay one file.
 *
 * @returns the names, as rsync escapes them, for which there was no room.
 */
export async function detachFiles(
  paths: StorePaths,
  names: readonly string[],
  tools: Tools,
  signal: AbortSignal,
): Promise<{ readonly left: readonly string[] }> {
  const groups = (await linkGroups(paths.latest, names)).filter(isSharedWithASnapshot);
  const { fitting, tooLarge } = splitByRoom(
    groups,
    (await freeSpace(paths.catalog)).bytes,
    ({ stats }) => Number(stats.blocks),
  );
  const shared = join(paths.detaching, 'shared');
  const copies = join(paths.detaching, 'copies');
  // One by one: on a full disk Node's recursive form fails with a misleading ENOENT.
  for (const directory of [paths.detaching, shared]) await mkdir(directory);
  await inBatches(fitting, (group, index) =>
    putAside(group, join(shared, String(index)), paths.latest),
  );
  const args = ['--archive', '--reflink=auto', '--no-target-directory', '--', shared, copies];
  await tools.runHeavy('cp', args, { signal });
  const copied = await inBatches(fitting, (group, index) =>
    replace(group, join(shared, String(index)), join(copies, String(index)), paths.latest),
  );
  const failed = fitting.filter((_, index) => copied[index] === false);
  await rm(paths.detaching, { recursive: true, force: true });
  const left = [...tooLarge, ...failed].flatMap((group) =>
    group.names.map((name) => escapeName(name)),
  );
  return { left };
}

async function linkGroups(latest: string, names: readonly string[]): Promise<readonly LinkGroup[]> {
  const groups = new Map<bigint, { names: [Buffer, ...Buffer[]]; stats: BigIntStats }>();
  const found = await inBatches(names, async (escaped) => {
    const name = Buffer.from(unescapeName(escaped));
    return { name, stats: await lstat(inside(latest, name), { bigint: true }) };
  });
  for (const { name, stats } of found) {
    const group = groups.get(stats.ino);
    if (group === undefined) groups.set(stats.ino, { names: [name], stats });
    else group.names.push(name);
  }
  return [...groups.values()];
}

function isSharedWithASnapshot(group: LinkGroup): boolean {
  return group.stats.nlink > BigInt(group.names.length);
}

/**
 * Smallest first, so that as few files as possible go without.
 *
 * @param bytes that are free
 * @param blocksOf in units of 512 bytes
 */
export function splitByRoom<Group>(
  groups: readonly Group[],
  bytes: number,
  blocksOf: (group: Group) => number,
): { readonly fitting: readonly Group[]; readonly tooLarge: readonly Group[] } {
  let room = bytes * USABLE_SHARE;
  const fitting: Group[] = [];
  const tooLarge: Group[] = [];
  for (const group of groups.toSorted((a, b) => blocksOf(a) - blocksOf(b))) {
    room -= blocksOf(group) * 512;
    (room >= 0 ? fitting : tooLarge).push(group);
  }
  return { fitting, tooLarge };
}

/** Odd names end here: from now on the files are numbered, and one cp copies them all. */
async function putAside(group: LinkGroup, place: string, latest: string): Promise<void> {
  const first = inside(latest, group.names[0]);
  try {
    await link(first, place);
  } catch (error) {
    // The file has as many links as the file system allows; replace() puts it back, or the copy in its place.
    if (errorCode(error) !== 'EMLINK') throw error;
    await rename(first, place);
  }
}

/** False: the copy is missing or not whole. */
async function replace(
  group: LinkGroup,
  place: string,
  copy: string,
  latest: string,
): Promise<boolean> {
  const whole = await isWholeCopy(copy, group.stats);
  const [first, ...others] = group.names;
  for (const [index, other] of whole ? others.entries() : []) {
    const step = `${copy}.${String(index)}`;
    await link(copy, step);
    await rename(step, inside(latest, other));
  }
  await rename(whole ? copy : place, inside(latest, first));
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
