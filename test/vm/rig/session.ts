import type { FollowedFile, GuestShell } from './guest-shell.js';
import { TESTER } from './guest-users.js';

export interface SessionProgram {
  /** Of the service; must be free. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  /** True: standard input stays open until endInput(); otherwise it is empty. */
  readonly input?: boolean;
}

export interface SessionResult {
  /** Above 128: a signal ended it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SessionProcess {
  readonly write: (text: string) => void;
  readonly endInput: () => void;
  readonly followOutput: () => FollowedFile;
  readonly output: () => Promise<string>;
  readonly complaint: () => Promise<string>;
  /** Waits until it has ended. */
  readonly done: (timeout?: number) => Promise<SessionResult>;
  /** Ends it and all that it started. */
  readonly stop: () => Promise<void>;
}

const USER_MANAGER = ['--user', '-M', `${TESTER.name}@.host`] as const;
const IN_SESSION = '/usr/local/lib/rig/in-session';

/** The display that xvfb.service offers. */
const DISPLAY = ':99';

/**
 * Starts a program as a desktop would: as a service of the person who sits at the guest. To polkit it belongs to the
 * active local session, which nothing that is started over ssh does.
 */
export async function startInSession(
  root: GuestShell,
  { name, command, environment = {}, input = false }: SessionProgram,
): Promise<SessionProcess> {
  const directory = `/run/rig/${name}`;
  const fifo = input ? `mkfifo -m 600 ${directory}/stdin; chown tester: ${directory}/stdin` : '';
  await root.script(`rm -rf ${directory}; install -d -o tester -g tester ${directory}; ${fifo}`);
  const variables = Object.entries({ DISPLAY, ...environment });
  await root.run('systemd-run', [
    ...[...USER_MANAGER, '--quiet', '--collect', `--unit=${name}`],
    ...variables.flatMap(([variable, value]) => ['-E', `${variable}=${value}`]),
    // systemd would expand variables in the command line itself.
    ...[IN_SESSION, directory, ...command].map((word) => word.replaceAll('$', '$$$$')),
  ]);
  const stdin = input ? root.open(`cat > ${directory}/stdin`) : null;
  const read = (file: string) => () => root.script(`cat ${directory}/${file} 2>/dev/null || true`);
  return {
    write: (text) => stdin?.write(text),
    endInput: () => stdin?.end(),
    followOutput: () => root.follow(`${directory}/stdout`),
    output: read('stdout'),
    complaint: read('stderr'),
    done: (timeout = 120_000) => resultIn(root, directory, timeout),
    stop: async () => {
      await root.attempt('systemctl', [...USER_MANAGER, 'stop', name]);
    },
  };
}

/** Starts it and waits for its end; any exit value is fine. */
export async function runInSession(
  root: GuestShell,
  command: readonly [string, ...string[]],
  options: Partial<SessionProgram> = {},
): Promise<SessionResult> {
  const process = await startInSession(root, { name: 'command', ...options, command });
  return process.done();
}

export async function startUserUnit(root: GuestShell, unit: string): Promise<void> {
  await root.run('systemctl', [...USER_MANAGER, 'start', unit]);
}

async function resultIn(root: GuestShell, directory: string, timeout: number) {
  const seconds = String(Math.ceil(timeout / 1000));
  await root.run(
    'timeout',
    [seconds, 'sh', '-c', `until [ -e ${directory}/exit ]; do sleep 0.1; done`],
    {
      timeout: timeout + 10_000,
    },
  );
  const exitCode = Number(await root.run('cat', [`${directory}/exit`]));
  const stdout = await root.run('cat', [`${directory}/stdout`]);
  const stderr = await root.run('cat', [`${directory}/stderr`]);
  return { exitCode, stdout, stderr };
}
