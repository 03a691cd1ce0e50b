import type { GuestShell } from './guest-shell.js';

export interface JournalEntry {
  readonly message: string;
  /** syslog(3): 0 is the worst, 7 is debugging. */
  readonly priority: number;
  readonly identifier: string;
  readonly unit: string;
  readonly pid: number;
  /** All fields as they are, such as PKEXEC_UID= of who logs them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Marks the place up to which the journal has been written; later entries can be asked for. */
export async function journalCursor(root: GuestShell): Promise<string> {
  const output = await root.run('journalctl', ['--lines=0', '--show-cursor', '--quiet']);
  return /-- cursor: (\S+)/.exec(output)?.[1] ?? '';
}

/**
 * What was logged after `cursor`, or since the machine booted where that is empty. All of it: with a match, journalctl(1)
 * takes the first entry after the cursor for the one at it, and leaves it out.
 */
export async function journalSince(
  root: GuestShell,
  cursor: string,
): Promise<readonly JournalEntry[]> {
  const output = await root.run('journalctl', [
    ...['--output=json', '--quiet', '--all', '--boot'],
    ...(cursor === '' ? [] : [`--after-cursor=${cursor}`]),
  ]);
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map(journalEntry);
}

/** For people. */
export async function journalText(root: GuestShell, lines: number): Promise<string> {
  const args = ['--output=short-monotonic', '--no-hostname', `--lines=${lines}`];
  return (await root.attempt('journalctl', args)).stdout;
}

function journalEntry(line: string): JournalEntry {
  const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const text = (name: string): string => fieldText(fields[name]);
  return {
    message: text('MESSAGE'),
    priority: Number(text('PRIORITY') || '6'),
    identifier: text('SYSLOG_IDENTIFIER'),
    unit: text('_SYSTEMD_UNIT'),
    pid: Number(text('_PID')),
    fields,
  };
}

/** systemd.journal-fields(7): what is not UTF-8 is an array of bytes in JSON. */
function fieldText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return Buffer.from(value as readonly number[]).toString('latin1');
  return '';
}
