import { ANNOUNCED_GROUP } from '../../domain/shell-command.js';
import { CancelledError } from '../../shared/backup-error.js';
import { runCommand, type CommandOptions, type CommandResult } from '../run-command.js';

/** Milliseconds that the other side has to end a program. */
const KILL_DELAY = 10_000;

/** Ends a process group on the other side. */
export type EndGroup = (group: string, signal: AbortSignal) => Promise<void>;

/** To end ssh(1) here would leave the program running there: its group is ended, and ssh follows. */
export async function runAndEnd(
  program: string,
  args: readonly string[],
  endGroup: EndGroup,
  { signal, ...options }: CommandOptions,
): Promise<CommandResult> {
  const isAborted = (): boolean => signal?.aborted === true;
  if (isAborted()) throw new CancelledError();
  const giveUp = new AbortController();
  let complaint = '';
  const asked: Promise<void>[] = [];
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    const group = ANNOUNCED_GROUP.exec(complaint)?.[1];
    if (!isAborted() || group === undefined || asked.length > 0) return;
    asked.push(endGroup(group, giveUp.signal).catch(() => undefined));
  };
  const onAbort = (): void => {
    timer = setTimeout(() => giveUp.abort(), KILL_DELAY);
    end();
  };
  signal?.addEventListener('abort', onAbort);
  try {
    const result = await runCommand(program, args, {
      ...options,
      signal: giveUp.signal,
      onComplaint: (chunk) => {
        options.onComplaint?.(chunk);
        if (complaint.length < ANNOUNCEMENT) complaint += chunk.toString('latin1');
        end();
      },
    });
    if (isAborted()) throw new CancelledError();
    return result;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await Promise.all(asked);
    clearTimeout(timer);
  }
}

/** Bytes of standard error in which the group has been named. */
const ANNOUNCEMENT = 256;
