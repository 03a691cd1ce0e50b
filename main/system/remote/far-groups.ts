import { END_GROUP, LOOK_AT_GROUP } from '../../domain/far-group.js';
import { sessionsRefused } from '../../domain/ssh-failure.js';
import { BackupError, CancelledError } from '../../shared/backup-error.js';
import type { CommandResult } from '../run-command.js';

/** Milliseconds that the other side has to end a program. */
export const KILL_DELAY = 10_000;

/** Programs on the other side, by their process group. */
export interface FarGroups {
  /** What one has done so far; null: no answer came in time; undefined: the host has no session for that. */
  look(group: string, signal: AbortSignal): Promise<string | null | undefined>;
  /** Ends it, and says which of its programs are left all the same; null: there was no answer. */
  end(group: string, signal: AbortSignal): Promise<readonly string[] | null>;
}

/** @param session runs a script there, in a session of its own */
export function farGroups(
  session: (script: string, group: string, signal: AbortSignal) => Promise<CommandResult>,
): FarGroups {
  const told = async (
    script: string,
    group: string,
    signal: AbortSignal,
  ): Promise<string | null | undefined> => {
    try {
      const { exitCode, output, complaint } = await session(script, group, signal);
      if (exitCode === 0) return output.toString('utf8');
      return sessionsRefused(complaint, '') === null ? null : undefined;
    } catch (error) {
      if (error instanceof BackupError) return null;
      throw error;
    }
  };
  return {
    look: (group, signal) => told(LOOK_AT_GROUP, group, signal),
    end: async (group, signal) => {
      const left = await told(END_GROUP, group, signal);
      return left?.split('\n').filter(Boolean) ?? null;
    },
  };
}

/**
 * Why something was ended over there that nobody asked to end.
 *
 * @param left of FarGroups.end
 */
export function hostHangs(
  host: string,
  seconds: number,
  left: readonly string[] | null,
): BackupError {
  return new BackupError({
    code: 'host-hangs',
    title: `“${host}” does not answer: for ${String(seconds)} seconds nothing has gone on there.`,
    advice: `Check the disk of that machine, then start the backup again; older snapshots are untouched.${sayLeft(left)}`,
    detail: sayDetail(left),
  });
}

/** What a request to stop ends with. */
export function cancelled(host: string, left: readonly string[] | null): BackupError {
  if (left === null || left.length === 0) return new CancelledError();
  return new BackupError({
    code: 'host-hangs',
    title: `The backup was cancelled, but a program still runs on “${host}”, which cannot be ended.`,
    advice: `Check the disk of that machine.${sayLeft(left)}`,
    detail: sayDetail(left),
  });
}

function sayLeft(left: readonly string[] | null): string {
  if (left?.length === 0) return '';
  const what =
    left === null
      ? 'Whether something of the backup still runs there is not known'
      : `What still runs there (${left.map((one) => one.replace(' ', ' “')).join('”, ')}”) cannot be ended`;
  return ` ${what}; as long as it does, no other backup into this destination begins.`;
}

function sayDetail(left: readonly string[] | null): string {
  if (left === null) return 'A request to end it was not answered.';
  return left.map((one) => `still there: ${one}`).join('\n');
}
