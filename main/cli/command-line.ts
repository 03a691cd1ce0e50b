import { IONICE_CLASSES, type IoniceClass } from '../shared/ionice-class.js';
import { isBandwidth, isTimeout } from '../shared/remote-choices.js';
import { FREQUENCIES, type Frequency, type RetentionCount } from '../shared/rotation-policy.js';
import { getopt, UsageError } from './getopt.js';
import { OPTIONS } from './option-table.js';
import { parseSnapshotVerb, type SnapshotVerb } from './snapshot-verbs.js';

/** What was typed, checked for form; nothing of the machine was looked at. */
export interface CommandLine {
  readonly source: string;
  /** null: none was given. */
  readonly destination: string | null;
  readonly actions: {
    readonly backup: boolean;
    readonly snapshot: boolean;
    readonly rotate: boolean;
  };
  /** True: some of them were asked for by name. */
  readonly actionsGiven: boolean;
  readonly mountPoint: string | null;
  readonly cryptoName: string | null;
  readonly tunnel: string | null;
  /** Seconds; null: the default. */
  readonly timeout: number | null;
  readonly bandwidth: string | null;
  readonly passwordFile: string | null;
  readonly ionice: IoniceClass | null;
  readonly sudo: boolean;
  readonly dryRun: boolean;
  readonly multiFs: boolean;
  readonly excludes: readonly string[];
  readonly force: boolean;
  readonly notifications: boolean;
  /** 0 is normal; each -v adds one, each -q takes one. */
  readonly verbosity: number;
  /** Empty: none was given. */
  readonly scheme: Readonly<Partial<Record<Frequency, RetentionCount>>>;
  readonly strict: boolean;
  readonly preferRecent: boolean;
  readonly keepNewest: boolean;
  readonly adopt: boolean;
  readonly expectDestination: string | null;
  readonly skipUnchanged: boolean;
  readonly list: boolean;
  /** null: a run, or `list`. */
  readonly verb: SnapshotVerb | null;
  readonly json: boolean;
  readonly control: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { options, positionals } = getopt(args, OPTIONS);
  const given = new Set(options.map(({ name }) => name));
  const values = (name: string): readonly string[] =>
    options.filter((option) => option.name === name).map(({ value }) => value);
  const last = (name: string): string | null => values(name).at(-1) ?? null;
  const snapshots = parseSnapshotVerb(last, given, positionals);
  if (snapshots === null && positionals.length > 2) {
    throw new UsageError(
      `At most a source and a destination are expected, not ${String(positionals.length)} arguments.`,
    );
  }
  const texts = snapshots?.verb.kind === 'note' ? positionals.slice(0, 1) : positionals;
  const named = [
    ...values('mount'),
    ...values('crypto'),
    ...values('tunnel'),
    ...values('password-file'),
  ];
  if ([...texts, ...named].includes('')) {
    throw new UsageError('An argument is empty, as a variable that is not set leaves it.');
  }
  return {
    source: snapshots === null && positionals.length === 2 ? (positionals[0] ?? '/') : '/',
    destination: snapshots === null ? (positionals.at(-1) ?? null) : snapshots.destination,
    actions: chooseActions(given),
    actionsGiven: isActionGiven(given),
    mountPoint: last('mount'),
    cryptoName: last('crypto'),
    tunnel: last('tunnel'),
    timeout: parseTimeout(last('timeout')),
    bandwidth: parseBandwidth(last('bwlimit')),
    passwordFile: last('password-file'),
    ionice: parseIonice(last('ionice')),
    sudo: !given.has('no-sudo'),
    dryRun: given.has('dry-run'),
    multiFs: given.has('multi-fs'),
    excludes: values('exclude'),
    force: given.has('force'),
    notifications: !given.has('disable-notifications'),
    verbosity: values('verbose').length - values('quiet').length,
    scheme: parseScheme(last),
    strict: !given.has('relaxed'),
    preferRecent: given.has('prefer-recent'),
    keepNewest: !given.has('no-keep-newest'),
    adopt: given.has('adopt'),
    expectDestination: last('expect-destination'),
    skipUnchanged: given.has('skip-unchanged'),
    list: given.has('list'),
    verb: snapshots?.verb ?? null,
    json: given.has('json'),
    control: given.has('control'),
    help: given.has('help'),
    version: given.has('version'),
  };
}

/** Explicit actions switch the implicit ones off. */
function chooseActions(given: ReadonlySet<string>): CommandLine['actions'] {
  const chosen = (name: string): boolean => !isActionGiven(given) || given.has(name);
  return { backup: chosen('backup'), snapshot: chosen('snapshot'), rotate: chosen('rotate') };
}

function isActionGiven(given: ReadonlySet<string>): boolean {
  return ['backup', 'snapshot', 'rotate'].some((name) => given.has(name));
}

function parseIonice(value: string | null): CommandLine['ionice'] {
  if (value === null) return null;
  const wanted = value.trim().toLowerCase();
  const found = IONICE_CLASSES.find((name) => name === wanted);
  if (found !== undefined) return found;
  throw new UsageError(
    `“${value}” is no I/O scheduling class; --ionice takes ${IONICE_CLASSES.join(', ')}.`,
  );
}

function parseTimeout(value: string | null): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value) && isTimeout(Number(value))) return Number(value);
  throw new UsageError(`“${value}” is no time; --timeout takes a whole number of seconds from 4.`);
}

function parseBandwidth(value: string | null): string | null {
  if (value === null || isBandwidth(value)) return value;
  throw new UsageError(`“${value}” is no rate; --bwlimit takes a number such as 500 or 1.5m.`);
}

function parseScheme(last: (name: string) => string | null): CommandLine['scheme'] {
  const scheme: Partial<Record<Frequency, RetentionCount>> = {};
  for (const frequency of FREQUENCIES) {
    const value = last(frequency);
    if (value !== null) scheme[frequency] = parseCount(frequency, value);
  }
  return scheme;
}

function parseCount(frequency: Frequency, value: string): RetentionCount {
  if (value.toLowerCase() === 'always') return 'always';
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageError(`“${value}” is no count; --${frequency} takes a whole number or “always”.`);
}
