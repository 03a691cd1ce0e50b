import { execa } from 'execa';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { AnswerEvent, HelperEvent } from '../../main/shared/helper-protocol.js';
import type { Profile } from '../../main/shared/profile.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { changeableInside, privateNamespace, type PrivateNamespace } from './private-namespace.js';

const LAUNCHER = fileURLToPath(
  new URL('../../build/libexec/rsync-system-backup-helper', import.meta.url),
);
/** As `npm run build` leaves it. */
const BUILT_HELPER = fileURLToPath(new URL('../../out/helper', import.meta.url));

const APPLICATION = '/opt/rsync-system-backup';
export const PROFILE_FILES = '/etc/rsync-system-backup/profiles';
export const STATE_FILES = '/var/lib/rsync-system-backup/profiles';

/** A directory that only root can change, above everything that these tests back up to and from. */
export const TRUSTED = '/mnt';

/** A machine on which the helper is installed: directories of the system as only this test sees them. */
export interface HelperMachine {
  readonly namespace: PrivateNamespace;
  /** How this process reaches a file of that machine. */
  readonly inside: (path: string) => string;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly read: (path: string) => Promise<string>;
  readonly shell: (script: string) => Promise<string>;
  /** As an administrator would, without the helper. */
  readonly install: (profile: Profile) => Promise<void>;
  readonly start: (args: readonly string[], options?: CallOptions) => RunningHelper;
  /** A call that is answered: standard input stays open until the helper ends. */
  readonly call: (
    verb: string,
    id: string,
    request?: unknown,
    options?: CallOptions,
  ) => Promise<HelperResult>;
  /** What the helper wrote to the system's log. */
  readonly log: () => Promise<string>;
}

export interface CallOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Put before the launcher. */
  readonly through?: readonly string[];
}

export interface HelperResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly events: readonly HelperEvent[];
}

export interface RunningHelper {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly write: (bytes: string | Uint8Array) => void;
  readonly endInput: () => void;
  /** Nobody reads any more what the helper says. */
  readonly closeOutput: () => void;
  readonly until: (wanted: (event: HelperEvent) => boolean) => Promise<void>;
  readonly done: Promise<HelperResult>;
}

export async function helperMachine(): Promise<HelperMachine> {
  const namespace = await privateNamespace();
  for (const directory of ['/etc', '/opt', '/usr/local/sbin']) {
    await changeableInside(namespace, directory);
  }
  for (const directory of [TRUSTED, '/var/cache', '/var/lib']) {
    await namespace.run('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', directory]);
  }
  const shell = (script: string): Promise<string> => namespace.run('sh', ['-euc', script]);
  const read = async (path: string): Promise<string> =>
    Buffer.from(await namespace.run('cat', ['--', path]), 'latin1').toString('utf8');
  const write = async (path: string, text: string): Promise<void> => {
    await namespace.run('tee', ['--', path], { input: text });
  };
  await shell(`
    mkdir -p ${PROFILE_FILES} ${APPLICATION}/resources/app/out
    ln -s '${process.execPath}' ${APPLICATION}/rsync-system-backup
    ln -s '${BUILT_HELPER}' ${APPLICATION}/resources/app/out/helper
    : > /etc/fstab; : > /etc/crypttab; : > ${TRUSTED}/log
    printf '#!/bin/sh\\nexec cat >> ${TRUSTED}/log\\n' > /usr/local/sbin/logger
    chmod 755 /usr/local/sbin/logger
  `);
  const start = (args: readonly string[], options: CallOptions = {}): RunningHelper =>
    startHelper(namespace, args, options);
  return {
    namespace,
    inside: (path) => `/proc/${namespace.enter[2] ?? ''}/root${path}`,
    write,
    read,
    shell,
    install: (profile) =>
      write(`${PROFILE_FILES}/${profile.id}.json`, JSON.stringify({ version: 1, ...profile })),
    start,
    call: (verb, id, request, options) => {
      const running = start([verb, id], options);
      if (request !== undefined) running.write(`${JSON.stringify(request)}\n`);
      return running.done;
    },
    log: () => read(`${TRUSTED}/log`),
  };
}

function startHelper(
  namespace: PrivateNamespace,
  args: readonly string[],
  { environment = { PKEXEC_UID: '47211' }, through = [] }: CallOptions,
): RunningHelper {
  const [program, ...rest] = [...namespace.enter, ...through, LAUNCHER, ...args] as const;
  const child = execa(program, rest, {
    env: environment,
    stdin: 'pipe',
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 256 * 1024 ** 2,
  });
  child.stdin.on('error', () => undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  const events: HelperEvent[] = [];
  const changed = new EventEmitter();
  let ended = false;
  createInterface({ input: child.stdout })
    .on('line', (line) => {
      events.push(JSON.parse(line) as HelperEvent);
      changed.emit('change');
    })
    .on('close', () => {
      ended = true;
      changed.emit('change');
    });
  return {
    kill: (signal) => void child.kill(signal),
    write: (bytes) => void child.stdin.write(bytes),
    endInput: () => void child.stdin.end(),
    closeOutput: () => void child.stdout.destroy(),
    until: async (wanted) => {
      while (!events.some(wanted)) {
        if (ended) throw new Error(`It never came: ${JSON.stringify(events)}`);
        await once(changed, 'change');
      }
    },
    done: child.then(({ exitCode, stdout, stderr }) => ({
      exitCode: exitCode ?? -1,
      stdout,
      stderr,
      events,
    })),
  };
}

/** Of a directory of the machine, to another one. */
export function machineProfile(changes: Partial<Profile> = {}): Profile {
  return {
    id: 'home',
    name: 'Home',
    source: `${TRUSTED}/source`,
    destination: `${TRUSTED}/backups/latest`,
    cryptoName: null,
    mountPoint: null,
    remote: DEFAULT_REMOTE_CHOICES,
    excludes: [],
    multiFs: false,
    rotation: DEFAULT_ROTATION_POLICY,
    skipUnchanged: false,
    destinationId: null,
    ...changes,
  };
}

/** @throws when the helper answered nothing, with everything that it said. */
export function answerOf(result: HelperResult): AnswerEvent['answer'] {
  const answer = result.events.find((event) => event.event === 'answer');
  if (answer !== undefined && result.exitCode === 0) return answer.answer;
  throw new Error(`It did not answer: ${result.stdout}${result.stderr}`);
}

/** Why it did not do it; null: nothing went wrong. */
export function refusalOf({ events, exitCode }: HelperResult): string | null {
  const error = events.find((event) => event.event === 'error');
  if (error === undefined) return exitCode === 0 ? null : `exit value ${String(exitCode)}`;
  return exitCode === 1 ? error.code : `${error.code}, but exit value ${String(exitCode)}`;
}

export function outcomeOf({ events }: HelperResult): string | null {
  return events.find((event) => event.event === 'finished')?.outcome ?? null;
}
