import { ANNOUNCED_GROUP } from '../../domain/shell-command.js';
import { CancelledError } from '../../shared/backup-error.js';
import { runCommand, type CommandOptions, type CommandResult } from '../run-command.js';
import { cancelled, hostHangs, KILL_DELAY, type FarGroups } from './far-groups.js';
import { HANGS, whileItMoves, type Look } from './while-it-moves.js';

/** Where a program runs. */
interface FarSide {
  readonly host: string;
  /** Seconds in which something goes on over there. */
  readonly timeout: number;
  readonly groups: FarGroups;
}

/**
 * Runs ssh(1). To end it here would leave the program running there: its group is ended, when that is asked for or nothing
 * goes on in it, and ssh follows.
 */
export async function runAndEnd(
  program: string,
  args: readonly string[],
  { signal, ...options }: CommandOptions,
  { host, timeout, groups }: FarSide,
): Promise<CommandResult> {
  const isAborted = (): boolean => signal?.aborted === true;
  if (isAborted()) throw new CancelledError();
  const giveUp = new AbortController();
  let complaint = '';
  const asked: { left: Promise<readonly string[] | null> | null } = { left: null };
  let timer: NodeJS.Timeout | undefined;
  const group = (): string | undefined => ANNOUNCED_GROUP.exec(complaint)?.[1];
  const end = (): void => {
    const known = group();
    timer ??= setTimeout(() => giveUp.abort(), KILL_DELAY);
    if (known !== undefined) asked.left ??= groups.end(known, giveUp.signal);
  };
  signal?.addEventListener('abort', end);
  const running = runCommand(program, args, {
    ...options,
    signal: giveUp.signal,
    onComplaint: (chunk) => {
      options.onComplaint?.(chunk);
      if (complaint.length < ANNOUNCEMENT) complaint += chunk.toString('latin1');
      if (isAborted()) end();
    },
  });
  const look: Look = async (stop) => {
    const known = group();
    return known === undefined ? undefined : groups.look(known, stop);
  };
  /** Only waits. How it went is told by whileItMoves(); of a program that is ended it says nothing. */
  const gone = (): Promise<unknown> => running.catch(() => undefined);
  try {
    const result = await whileItMoves(running, look, timeout * 1000);
    if (result === HANGS) {
      end();
      await gone();
      throw hostHangs(host, timeout, await asked.left);
    }
    if (!isAborted()) return result;
  } catch (error) {
    if (!isAborted()) throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    await gone();
    clearTimeout(timer);
  }
  throw cancelled(host, await asked.left);
}

/** Bytes of standard error in which the group has been named. */
const ANNOUNCEMENT = 256;
