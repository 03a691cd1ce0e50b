import { CancelledError } from '../../main/shared/backup-error.js';

/** Everything that a run does to the machine, or asks it for at length. */
export type Operation =
  | 'unlock'
  | 'mount'
  | 'show-read-only'
  | 'show-writable'
  | 'unmount'
  | 'detach-mount'
  | 'lock'
  | 'inspect'
  | 'probe'
  | 'create'
  | 'hold'
  | 'release'
  | 'sweep'
  | 'mark'
  | 'measure'
  | 'record'
  | 'look'
  | 'stop-looking'
  | 'find'
  | 'compare'
  | 'detach'
  | 'copy'
  | 'rehearse'
  | 'snapshot'
  | 'wait'
  | 'remove'
  | 'flush';

/** These look and leave no trace. */
const LOOKING: ReadonlySet<Operation> = new Set<Operation>([
  ...([
    'inspect',
    'probe',
    'measure',
    'look',
    'stop-looking',
    'find',
    'compare',
    'rehearse',
    'wait',
  ] as const),
]);

export interface Journal {
  /** What was done, in order, such as `mount /mnt/backup`; looking is not listed. */
  readonly deeds: readonly string[];
  /** Does `what` at the beginning of an operation: throws, aborts, pulls the disk. */
  at(operation: Operation, what: (thing: string) => void): void;
  /** Called by every port as it begins. Throws CancelledError as run-command does. */
  begin(operation: Operation, thing: string, signal?: AbortSignal): void;
  forget(): void;
}

export function memoryJournal(): Journal {
  const deeds: string[] = [];
  const happenings = new Map<Operation, (thing: string) => void>();
  return {
    deeds,
    at: (operation, what) => {
      happenings.set(operation, what);
    },
    begin: (operation, thing, signal) => {
      happenings.get(operation)?.(thing);
      if (signal?.aborted === true) throw new CancelledError();
      if (!LOOKING.has(operation)) deeds.push(`${operation} ${thing}`.trimEnd());
    },
    forget: () => {
      deeds.length = 0;
    },
  };
}
