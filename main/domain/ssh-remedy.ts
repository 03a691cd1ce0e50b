import type { RemedyStep } from '../shared/profile-requests.js';
import type { Authority } from './authority.js';
import { shellWord } from './shell-word.js';

/**
 * What to do in a terminal about a failure of ssh (ssh-failure.ts), step by step; empty where no command helps.
 *
 * @param asRoot root's ssh failed, with root's keys
 */
export function sshRemedy(
  code: string,
  { username, hostname, port }: Authority,
  asRoot: boolean,
): readonly RemedyStep[] {
  const login = shellWord(username === null ? hostname : `${username}@${hostname}`);
  const place = port === null ? login : `-p ${String(port)} ${login}`;
  const known = shellWord(port === null ? hostname : `[${hostname}]:${String(port)}`);
  return (STEPS[code] ?? []).map(({ why, command, there = false }) => ({
    why,
    command:
      (asRoot && !there ? 'sudo ' : '') +
      command.replace('LOGIN', () => place).replace('KNOWN', () => known),
  }));
}

interface Step extends RemedyStep {
  /** It is for a terminal on the other machine. */
  readonly there?: boolean;
}

const CONNECT: Step = {
  why: 'Here: shows the fingerprint, and remembers the key when you answer “yes”.',
  command: 'ssh LOGIN',
};

const STEPS: Readonly<Record<string, readonly Step[]>> = {
  'ssh-permission-denied': [
    {
      why: 'Make a key, unless you have one. Leave its passphrase empty, or let your session remember it: a backup asks nobody.',
      command: 'ssh-keygen',
    },
    {
      why: 'Copy it there; this asks for the password of the account.',
      command: 'ssh-copy-id LOGIN',
    },
    {
      why: 'Try it: you are in without being asked for anything, and leave with “exit”.',
      command: 'ssh -o BatchMode=yes LOGIN',
    },
  ],
  'host-key-unknown': [
    {
      why: 'On the other computer: shows the fingerprint of its key.',
      command: 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
      there: true,
    },
    CONNECT,
  ],
  'host-key-changed': [
    {
      why: 'Only if the other computer was installed anew: forgets its old key.',
      command: 'ssh-keygen -R KNOWN',
    },
    CONNECT,
  ],
};
