import type { JournalEntry } from './journal.js';

const HELPER = 'rsync-system-backup-helper';

/** What the journal says of the way from a plugged disk to rsync, in its order. */
const STEPS: readonly (readonly [string, (entry: JournalEntry) => boolean])[] = [
  [
    'the kernel sees it',
    ({ identifier, message }) => identifier === 'kernel' && /New USB device found/.test(message),
  ],
  [
    'the kernel knows its size',
    ({ identifier, message }) => identifier === 'kernel' && /Attached SCSI/.test(message),
  ],
  ['pkexec lets the helper start', ({ identifier }) => identifier === 'pkexec'],
  ['the helper starts', helperSays(/^run “\w+” for/)],
  ...['check', 'unlock', 'mount', 'prepare', 'rsync', 'snapshot', 'unmount', 'lock'].map(
    (phase) => [phase, helperSays(new RegExp(`: ${phase}$`))] as const,
  ),
  ['ended', helperSays(/ ended with /)],
];

function helperSays(wanted: RegExp): (entry: JournalEntry) => boolean {
  return ({ identifier, message }) => identifier === HELPER && wanted.test(message);
}

/**
 * How long each step took, as lines for people.
 *
 * @param plugged milliseconds since the epoch
 */
export function sayPhases(entries: readonly JournalEntry[], plugged: number): readonly string[] {
  let before = plugged;
  return STEPS.flatMap(([name, isIt]) => {
    const entry = entries.find((candidate) => isIt(candidate) && timeOf(candidate) >= before);
    if (entry === undefined) return [];
    const at = timeOf(entry);
    const line = `vm: ${seconds(at - plugged)} s after the plug (${seconds(at - before)} s): ${name}`;
    before = at;
    return [line];
  });
}

/** systemd.journal-fields(7): microseconds since the epoch. */
function timeOf({ fields }: JournalEntry): number {
  return Number(fields['_SOURCE_REALTIME_TIMESTAMP'] ?? fields['__REALTIME_TIMESTAMP']) / 1000;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
