import type { TestStep } from '../shared/profile-requests.js';
import type { RemotePlace } from './remote-place.js';

/** What became of a test. */
export interface TestEnding {
  /** False: it ended before anything was asked of the other machine. */
  readonly hasAsked: boolean;
  /** Of the failure; null: there was none. */
  readonly code: string | null;
}

interface Step {
  readonly what: string;
  /** Codes of failures that end the way here. */
  readonly codes: readonly string[];
}

const THROUGH_SSH: readonly Step[] = [
  {
    what: 'HOST answers',
    codes: ['host-unknown', 'host-refused', 'host-unreachable', 'ssh-closed'],
  },
  { what: 'Its host key is known', codes: ['host-key-unknown', 'host-key-changed'] },
  { what: 'It accepts your key', codes: ['ssh-permission-denied'] },
];

const OVER_SSH: readonly Step[] = [
  {
    what: 'It has rsync and what else a backup needs',
    codes: [
      ...['remote-program-missing', 'remote-rsync-too-old', 'remote-shell-noisy'],
      ...['remote-shell-refused', 'remote-sudo-refused', 'ssh-sessions-refused'],
    ],
  },
];

const TO_A_DAEMON: readonly Step[] = [
  {
    what: 'An rsync daemon answers on HOST',
    codes: [
      ...['host-unknown', 'host-unreachable', 'daemon-refused', 'not-a-daemon', 'daemon-busy'],
      'tunnel-leads-nowhere',
    ],
  },
  {
    what: 'It has the module, and lets you in',
    codes: [
      ...['daemon-module-unknown', 'daemon-auth-failed', 'daemon-access-denied'],
      'password-file-unusable',
    ],
  },
  {
    what: 'It takes files',
    codes: [
      ...['daemon-read-only', 'daemon-refuses-option', 'daemon-directory-missing'],
      ...['daemon-misconfigured', 'daemon-refused-transfer'],
    ],
  },
];

/** How far a test came on its way to another machine. */
export function testSteps(
  { kind, host, door }: RemotePlace,
  { hasAsked, code }: TestEnding,
): readonly TestStep[] {
  const steps = [
    ...(door.by === 'ssh' ? THROUGH_SSH : []),
    ...(kind === 'ssh' ? OVER_SSH : TO_A_DAEMON),
  ];
  const failed = code === null ? -1 : steps.findIndex(({ codes }) => codes.includes(code));
  // Over SSH, whatever else goes wrong does so behind the door. What a daemon says comes with the transfer.
  const isThrough = code === null || (kind === 'ssh' && hasAsked && !OF_SSH.has(code));
  return steps.map(({ what }, index) => ({
    what: what.replace(
      'HOST',
      () => `“${door.by === 'ssh' && index === 0 ? door.hostname : host}”`,
    ),
    state: stateOf(index, failed, isThrough),
  }));
}

/** Of ssh, which does not say how far it came. */
const OF_SSH: ReadonlySet<string> = new Set(['ssh-failed', 'ssh-configuration', 'cancelled']);

function stateOf(index: number, failed: number, isThrough: boolean): TestStep['state'] {
  if (failed !== -1) return index < failed ? 'yes' : index === failed ? 'no' : 'unknown';
  return isThrough ? 'yes' : 'unknown';
}
