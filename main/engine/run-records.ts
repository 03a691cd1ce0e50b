import { TOOL_VERSION } from '../shared/tool-version.js';
import { BackupError, CancelledError } from '../shared/backup-error.js';
import type { Outcome, WarningCode } from '../shared/run-event.js';
import type { BootMark, RunRecord, SnapshotRecord, SourceIdentity } from '../shared/run-record.js';
import type { Store } from './ports.js';
import type { RunContext } from './run-context.js';

/** The record of a run that is going on, and the records before it. */
export interface OpenRecord {
  readonly id: string;
  readonly start: Date;
  readonly runs: readonly RunRecord[];
  readonly source: SourceIdentity;
  readonly boot: BootMark;
  transferred(details: Pick<RunRecord, 'statistics' | 'checksum'>): void;
  snapshotTaken(name: string): Promise<void>;
  notWritten(): void;
  end(error: BackupError | null): Promise<void>;
}

/** The record is on the disk before anything changes there: one without an end tells the next run that this one was killed. */
export async function beginRecord(context: RunContext, store: Store): Promise<OpenRecord> {
  const { clock } = context.ports;
  const keep = !context.description.dryRun;
  const runs = await store.runs();
  const boot = await clock.bootMark();
  let record = await newRecord(context, runs, boot, clock.now());
  let written = true;
  const save = async (): Promise<void> => {
    if (keep && !(await store.saveRun(record))) written = false;
  };
  await save();
  return {
    id: record.id,
    start: new Date(record.start),
    runs,
    source: record.source,
    boot,
    transferred: (details) => {
      record = { ...record, ...details };
    },
    snapshotTaken: async (name) => {
      const entry = snapshotRecord(context, record.id, name);
      if (keep && !(await store.saveSnapshotRecord(entry))) written = false;
    },
    notWritten: () => {
      written = false;
    },
    end: async (error) => {
      const { snapshot, changes } = context.facts;
      record = {
        ...record,
        snapshot,
        changes,
        end: clock.now().toISOString(),
        outcome: outcomeOf(context, error),
        warnings: context.warnings.map(({ code, message, files }) => ({ code, message, files })),
        error: errorOf(error),
      };
      await save();
      if (!written) {
        context.warn(
          'catalog-not-written',
          'The record of this run could not be written beside the backup.',
        );
      }
    },
  };
}

async function newRecord(
  { description, ports }: RunContext,
  runs: readonly RunRecord[],
  boot: BootMark,
  now: Date,
): Promise<RunRecord> {
  const { source, actions } = description;
  return {
    version: 1,
    id: freeId(runs, now),
    sequence: 1 + Math.max(0, ...runs.map(({ sequence }) => sequence)),
    start: now.toISOString(),
    end: null,
    utcOffsetMinutes: -now.getTimezoneOffset(),
    tool: TOOL_VERSION,
    source: actions.backup
      ? await ports.source.identity(source)
      : { path: source, device: '', inode: '', bindMounts: [] },
    boot,
    backup: actions.backup,
    outcome: null,
    snapshot: null,
    changes: null,
    statistics: null,
    checksum: null,
    warnings: [],
    error: null,
  };
}

function freeId(runs: readonly RunRecord[], now: Date): string {
  const base = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const taken = new Set(runs.map(({ id }) => id));
  let id = base;
  for (let number = 2; taken.has(id); number += 1) id = `${base}-${String(number)}`;
  return id;
}

function snapshotRecord(context: RunContext, run: string, name: string): SnapshotRecord {
  const { changes } = context.facts;
  const complete = isComplete(context);
  return { version: 1, name, run, complete, changes, pinned: false, note: '' };
}

/** False: some files of the source are missing from this backup. */
export function isComplete({ warnings }: RunContext): boolean {
  return !warnings.some(({ code }) => INCOMPLETE.has(code));
}

const INCOMPLETE = new Set<WarningCode>(['files-unreadable', 'files-not-written']);

/** Nothing is missing, and nobody has to do anything. */
const HARMLESS = new Set<WarningCode>([
  'files-vanished',
  'too-many-links',
  'catalog-not-written',
  'unsupported-platform',
  'left-to-daemon',
]);

export function outcomeOf({ warnings }: RunContext, error: BackupError | null): Outcome {
  if (error instanceof CancelledError) return 'cancelled';
  if (error !== null) return 'failed';
  return warnings.some(({ code }) => !HARMLESS.has(code)) ? 'warnings' : 'complete';
}

function errorOf(error: BackupError | null): RunRecord['error'] {
  if (error === null) return null;
  const { code, message, cause } = error;
  const isBug = code === 'internal-error' && cause instanceof Error;
  return { code, message: isBug ? cause.message : message };
}
