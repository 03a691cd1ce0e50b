import type { Authority } from '../../domain/authority.js';
import { parseRemoteShell } from '../../domain/remote-shell.js';
import { DEFAULT_TIMEOUT } from '../../shared/remote-choices.js';

/** How other machines are reached. */
export interface RemoteOptions {
  /** ssh(1) and options for it, as in `$RSYNC_RSH`. */
  readonly shell: readonly string[];
  /** True: nobody is there to answer questions for a password or a host key. */
  readonly batch: boolean;
  /** True: on the other side root's rights are taken by sudo where the account is not root. */
  readonly sudo: boolean;
  /** Seconds without an answer after which a connection counts as broken. */
  readonly timeout: number;
  /** rsync(1), --bwlimit; null: none. */
  readonly bandwidth: string | null;
  /** rsync(1), --password-file; null: none. */
  readonly passwordFile: string | null;
  /** For an rsync daemon; null: none was given. */
  readonly password: string | null;
  /** The host through which an rsync daemon is reached; null: directly. */
  readonly tunnel: Authority | null;
  /** What ssh sees of the caller's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Seconds after which a line is dead on which nothing is heard of ssh, which answers whatever its host is busy with. But it is
 * not heard before some 2 MiB have gone that it took first: 60 s is enough for 0.3 Mbit/s, and who has a slower line allows for
 * more with a longer time-out.
 */
export function linkTimeout({ timeout }: Pick<RemoteOptions, 'timeout'>): number {
  return Math.min(timeout, Math.max(ENOUGH_SILENCE, Math.floor(timeout / 5)));
}

const ENOUGH_SILENCE = 60;

/** What a caller that says nothing gets: nobody is asked anything, and no rights are taken. */
export const DEFAULT_REMOTE_OPTIONS: RemoteOptions = {
  shell: ['ssh'],
  batch: true,
  sudo: false,
  timeout: DEFAULT_TIMEOUT,
  bandwidth: null,
  passwordFile: null,
  password: null,
  tunnel: null,
  environment: {},
};

/** ssh(1) and options for it, as the caller has chosen them. */
export function shellIn(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const shell = parseRemoteShell(environment['RSYNC_RSH'] ?? '');
  return shell.length === 0 ? DEFAULT_REMOTE_OPTIONS.shell : shell;
}

/** ssh's agent, and what asks for a passphrase. */
const KEPT = ['HOME', 'USER', 'LOGNAME', 'SSH_AUTH_SOCK', 'SSH_ASKPASS', 'DISPLAY'] as const;

export function environmentForSsh(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
