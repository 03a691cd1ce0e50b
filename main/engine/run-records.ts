import { TOOL_VERSION } from '../shared/tool-version.js';
import { BackupError, CancelledError } from '../shared/backup-error.js';
import type { ChangeCounts, Outcome, SnapshotEvent, WarningCode } from '../shared/run-event.js';
import type { BootMark, RunRecord, SnapshotRecord, SourceIdentity } from '../shared/run-record.js';
import type { Store } from './ports.js';
import type { RunContext } from './run-context.js';
import type { TransferSummary } from './transfer-changes.js';

/** The record of a run that is going on, and the records before it. */
export interface OpenRecord {
  readonly id: string;
  readonly start: Date;
  readonly runs: readonly RunRecord[];
  readonly source: SourceIdentity;
  readonly boot: BootMark;
  transferred(summary: TransferSummary): void;
  changes(): ChangeCounts | null;
  snapshotTaken(snapshot: SnapshotEvent): Promise<void>;
  snapshot(): string | null;
  notWritten(): void;
  end(error: BackupError | null): Promise<RunRecord>;
}

/** The record is on the disk before anything changes there: one without an end tells the next run that this one was killed. */
export async function beginRecord(
  context: RunContext,
  store: Store,
  keep: boolean,
): Promise<OpenRecord> {
  const { clock } = context.ports;
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
    transferred: (summary) => {
      record = { ...record, ...summary };
    },
    changes: () => record.changes,
    snapshotTaken: async ({ name }) => {
      record = { ...record, snapshot: name };
      const entry = snapshotRecord(context, record, name);
      if (keep && !(await store.saveSnapshotRecord(entry))) written = false;
    },
    snapshot: () => record.snapshot,
    notWritten: () => {
      written = false;
    },
    end: async (error) => {
      record = {
        ...record,
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
      return record;
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

function snapshotRecord(
  { warnings }: RunContext,
  { id, changes }: RunRecord,
  name: string,
): SnapshotRecord {
  const complete = !warnings.some(({ code }) => INCOMPLETE.has(code));
  return { version: 1, name, run: id, complete, changes, pinned: false, note: '' };
}

const INCOMPLETE = new Set<WarningCode>(['files-unreadable', 'files-not-written']);

/** Nothing is missing, and nobody has to do anything. */
const HARMLESS = new Set<WarningCode>([
  'files-vanished',
  'too-many-links',
  'catalog-not-written',
  'unsupported-platform',
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
