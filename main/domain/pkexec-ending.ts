import type { Failure } from '../shared/result.js';

/** How pkexec(1) ended when nothing was heard of the helper. */
export type PkexecEnding =
  /** The person closed the question for the password. */
  { readonly kind: 'dismissed' } | { readonly kind: 'refused'; readonly failure: Failure };

/** pkexec(1), RETURN VALUE. */
const DISMISSED = 126;

/**
 * 127 stands for several things, which only pkexec's words tell apart; they are those of polkit 0.105 to 126, in English
 * because run-command.ts asks for it.
 */
const COMPLAINTS: readonly (readonly [RegExp, Omit<Failure, 'detail'>])[] = [
  [
    /No authentication agent found/,
    {
      code: 'no-authentication-agent',
      title: 'Your desktop has no program that asks for passwords.',
      advice:
        'Install one that suits it, such as “lxpolkit”, and log in again; or back up from the session at the computer itself.',
    },
  ],
  [
    /Not authorized/,
    {
      code: 'not-authorized',
      title: 'The system did not allow it.',
      advice:
        'Log in at the computer itself, not from another one, and try again; or ask an administrator.',
    },
  ],
  [
    /Error accessing .+: No such file or directory/,
    {
      code: 'helper-missing',
      title: 'The part of this program that backs up the system is not installed.',
      advice: 'Install the package of this program again.',
    },
  ],
  [
    /Error getting authority|setuid root/,
    {
      code: 'polkit-unavailable',
      title: 'The service that grants permissions does not answer.',
      advice: 'Restart the computer. If that does not help, install “polkitd” and “pkexec” again.',
    },
  ],
];

const UNEXPLAINED: Omit<Failure, 'detail'> = {
  code: 'helper-not-started',
  title: 'The part of this program that backs up the system did not start.',
  advice: 'Try again. If that does not help, install the package of this program again.',
};

export function pkexecEnding(exitCode: number, complaint: string): PkexecEnding {
  if (exitCode === DISMISSED) return { kind: 'dismissed' };
  const [, known] = COMPLAINTS.find(([pattern]) => pattern.test(complaint)) ?? [null, UNEXPLAINED];
  return { kind: 'refused', failure: { ...known, detail: complaint.trim() } };
}
