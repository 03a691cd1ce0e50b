import { availableParallelism } from 'node:os';
import type { ChangedEntry, ChangeLook } from '../engine/ports.js';
import { entriesIn, findEntries, type Findings, type FoundEntry } from './find-entries.js';
import type { Tools } from './tools.js';

/** Directories of this depth are gone through side by side. */
const DEPTH = 2;
/** What one find(1) goes through is one part of so many: once it is known since when, the next asks for less. */
const PARTS = 8;
/** At most as many at a time: where nothing is in memory, a disk that is asked several things at once answers sooner. */
const AT_ONCE = Math.min(4, availableParallelism());

/**
 * Goes through everything below `path` for what may have new attributes.
 *
 * Each change of mode, owner, ACL or extended attribute moves the change time. A directory that was renamed brings entries
 * with old change times to a new name; the rename moves its own change time and that of the directory around it. So
 * of a directory whose change time moved together with its parent's, everything below is taken.
 */
export function lookForChanges(
  path: string,
  earliest: Date,
  tools: Tools,
  signal: AbortSignal,
): ChangeLook {
  const root = Buffer.from(path === '/' ? '' : path).toString('latin1');
  const find = (starts: readonly string[], expression: readonly string[]): Promise<Findings> =>
    findEntries(root, starts, expression, tools, signal);
  let from = inSeconds(earliest);
  const found = goThrough(find, root, () => ['-newerct', `@${String(from)}`]);
  const ended = found.then(
    () => undefined,
    () => undefined,
  );
  const changedSince = async (since: Date): Promise<readonly ChangedEntry[]> => {
    from = inSeconds(since);
    const { device, findings } = await found;
    const changed = findings.flatMap((each) => entriesIn(each, root, from));
    const moved = outermost(movedDirectories(changed.filter((entry) => entry.device === device)));
    const below = moved.length === 0 ? [] : entriesIn(await find(moved, []), root, -Infinity);
    const entries = new Map([...changed, ...below].map((entry) => [entry.name, entry]));
    entries.delete('');
    return [...entries.values()].map(({ name, kind, size, modified }) => ({
      ...{ name: Buffer.from(name, 'latin1'), kind, size, modified },
    }));
  };
  return { earliest, ended, changedSince };
}

/** What was found below a root on this device. */
interface Found {
  readonly device: string;
  readonly findings: readonly Findings[];
}

type Find = (starts: readonly string[], expression: readonly string[]) => Promise<Findings>;

/** @param tests as find(1) takes them, anew for each part */
async function goThrough(find: Find, root: string, tests: () => readonly string[]): Promise<Found> {
  const top = await find([''], ['-maxdepth', String(DEPTH)]);
  const entries = entriesIn(top, root, -Infinity);
  const { device = '' } = entries.find(({ name }) => name === '') ?? {};
  const starts = directoriesToEnter(entries, device);
  const parts = Array.from({ length: PARTS }, (_, part) =>
    starts.filter((__, index) => index % PARTS === part),
  ).filter((part) => part.length > 0);
  const findings = [top];
  const walk = async (): Promise<void> => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      findings.push(await find(part, ['-mindepth', '1', ...tests()]));
    }
  };
  const walks = Array.from({ length: AT_ONCE }, walk);
  // None is left behind, whichever of them fails.
  await Promise.allSettled(walks);
  await Promise.all(walks);
  return { device, findings };
}

/** Those on other devices are mount points: -xdev would take them for what to stay on. */
function directoriesToEnter(top: readonly FoundEntry[], device: string): readonly string[] {
  return top
    .filter((entry) => entry.kind === 'directory' && entry.device === device)
    .map(({ name }) => name)
    .filter((name) => name !== '' && ancestors(name).length === DEPTH - 1);
}

function inSeconds(time: Date): number {
  return time.getTime() / 1000;
}

function movedDirectories(changed: readonly FoundEntry[]): readonly string[] {
  const directories = new Set(
    changed.filter(({ kind }) => kind === 'directory').map(({ name }) => name),
  );
  return [...directories].filter((name) => name !== '' && directories.has(parentOf(name)));
}

function outermost(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  return names.filter((name) => !ancestors(name).some((ancestor) => all.has(ancestor)));
}

function ancestors(name: string): readonly string[] {
  const parent = parentOf(name);
  return parent === '' ? [] : [parent, ...ancestors(parent)];
}

function parentOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf('/'), 0));
}
