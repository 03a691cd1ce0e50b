import { UsageError } from './getopt.js';
import type { ConflictRule } from '../shared/helper-protocol.js';

/** What is done with the snapshots of a destination instead of a run. */
export type SnapshotVerb =
  | { readonly kind: 'browse'; readonly snapshot: string; readonly path: string }
  | { readonly kind: 'versions'; readonly path: string }
  | { readonly kind: 'diff'; readonly before: string; readonly after: string }
  | { readonly kind: 'search'; readonly pattern: string }
  | { readonly kind: 'mark'; readonly snapshot: string; readonly pinned: boolean }
  | { readonly kind: 'note'; readonly snapshot: string; readonly note: string }
  | { readonly kind: 'remove'; readonly snapshots: readonly string[] }
  | {
      readonly kind: 'restore';
      readonly snapshot: string;
      readonly target: string;
      /** Empty: everything. */
      readonly paths: readonly string[];
      readonly conflict: ConflictRule;
      readonly inPlace: boolean;
    };

const NAMES = [
  ...['browse', 'versions', 'diff', 'search', 'restore'],
  ...['pin', 'unpin', 'note', 'remove'],
] as const;

export interface VerbAndDestination {
  readonly verb: SnapshotVerb;
  /** null: none was given. */
  readonly destination: string | null;
}

/**
 * @param value of an option that was given; null: it was not
 * @returns null: a run, or `--list`
 * @throws UsageError
 */
export function parseSnapshotVerb(
  value: (name: string) => string | null,
  given: ReadonlySet<string>,
  positionals: readonly string[],
): VerbAndDestination | null {
  const [name, ...others] = NAMES.filter((candidate) => given.has(candidate));
  checkCompanions(name ?? null, others, given);
  if (name === undefined) return null;
  const argument = value(name) ?? '';
  if (argument === '') throw new UsageError(`Option --${name} needs an argument.`);
  const [destination = null, ...rest] = positionals;
  return { destination, verb: verbOf(name, argument, rest, value, given) };
}

function checkCompanions(
  name: string | null,
  others: readonly string[],
  given: ReadonlySet<string>,
): void {
  if (others.length > 0) {
    throw new UsageError(`--${name ?? ''} and --${others.join(', --')} cannot be used together.`);
  }
  if (name !== null && given.has('dry-run') && name !== 'restore') {
    throw new UsageError(`--${name} has no --dry-run.`);
  }
  for (const option of ['in-place', 'conflict']) {
    if (given.has(option) && name !== 'restore') {
      throw new UsageError(`--${option} is for --restore.`);
    }
  }
}

function verbOf(
  name: (typeof NAMES)[number],
  argument: string,
  rest: readonly string[],
  value: (name: string) => string | null,
  given: ReadonlySet<string>,
): SnapshotVerb {
  switch (name) {
    case 'browse':
      return { kind: 'browse', snapshot: argument, path: only(name, rest, 'PATH') ?? '' };
    case 'versions':
      only(name, rest, null);
      return { kind: 'versions', path: argument };
    case 'diff':
      return { kind: 'diff', before: argument, after: only(name, rest, 'SNAPSHOT') ?? 'newest' };
    case 'search':
      only(name, rest, null);
      return { kind: 'search', pattern: argument };
    case 'pin':
    case 'unpin':
      only(name, rest, null);
      return { kind: 'mark', snapshot: argument, pinned: name === 'pin' };
    case 'note':
      return { kind: 'note', snapshot: argument, note: only(name, rest, 'TEXT') ?? '' };
    case 'remove':
      return { kind: 'remove', snapshots: [argument, ...rest] };
    case 'restore': {
      const [target, ...paths] = rest;
      if (target === undefined) {
        throw new UsageError('--restore needs a directory to restore to, after DESTINATION.');
      }
      const conflict = parseConflict(value('conflict'));
      return {
        ...{ kind: 'restore', snapshot: argument, target, paths, conflict },
        inPlace: given.has('in-place'),
      };
    }
  }
}

function only(name: string, rest: readonly string[], argument: string | null): string | null {
  if (rest.length > (argument === null ? 0 : 1)) {
    throw new UsageError(
      `--${name} takes ${argument === null ? 'DESTINATION' : `DESTINATION and ${argument}`}, and “${rest.at(-1) ?? ''}” is too much.`,
    );
  }
  return rest[0] ?? null;
}

const CONFLICT_RULES: readonly ConflictRule[] = [
  ...(['keep-both', 'replace', 'only-missing', 'only-newer'] as const),
];

function parseConflict(value: string | null): ConflictRule {
  if (value === null) return 'keep-both';
  const found = CONFLICT_RULES.find((rule) => rule === value.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`“${value}” is no rule; --conflict takes ${CONFLICT_RULES.join(', ')}.`);
}
