import { quoted, type FollowedFile, type GuestShell } from './guest-shell.js';
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
  readonly write: (text: string | Uint8Array) => void;
  readonly endInput: () => void;
  readonly followOutput: () => FollowedFile;
  readonly output: () => Promise<string>;
  readonly complaint: () => Promise<string>;
  /** Waits until it has ended. */
  readonly done: (timeout?: number) => Promise<SessionResult>;
  /** Ends it and all that it started. */
  readonly stop: () => Promise<void>;
}

/** To be put before a command, so that it reaches tester's service manager; `-M tester@.host` would log in first, for seconds. */
const AS_TESTER = [
  ...['setpriv', `--reuid=${TESTER.uid}`, `--regid=${TESTER.uid}`, '--init-groups'],
  ...['env', `XDG_RUNTIME_DIR=/run/user/${TESTER.uid}`],
];

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
  const pipes = `${directory}/ended${input ? ` ${directory}/stdin` : ''}`;
  const service = [
    ...[...AS_TESTER, 'systemd-run', '--user', '--quiet', '--collect', `--unit=${name}`],
    ...Object.entries({ DISPLAY, ...environment }).flatMap(([key, value]) => [
      '-E',
      `${key}=${value}`,
    ]),
    // systemd would expand variables in the command line itself.
    ...[IN_SESSION, directory, ...command].map((word) => word.replaceAll('$', '$$$$')),
  ];
  await root.script(`
    rm -rf ${directory}; install -d -o ${TESTER.name} -g ${TESTER.name} ${directory}
    mkfifo -m 600 ${pipes}; chown ${TESTER.name}: ${pipes}
    ${service.map(quoted).join(' ')}`);
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
      const [program = '', ...args] = AS_TESTER;
      await root.attempt(program, [...args, 'systemctl', '--user', 'stop', name]);
    },
  };
}

/** Starts it and waits for its end; any exit value is fine. */
export async function runInSession(
  root: GuestShell,
  command: readonly [string, ...string[]],
  { timeout, ...options }: Partial<SessionProgram> & { readonly timeout?: number } = {},
): Promise<SessionResult> {
  const process = await startInSession(root, { name: 'command', ...options, command });
  return process.done(timeout);
}

export async function startUserUnit(root: GuestShell, unit: string): Promise<void> {
  await userSystemctl(root, 'start', unit);
}

/** Calls systemctl(1) for tester's service manager. */
export function userSystemctl(root: GuestShell, ...command: readonly string[]): Promise<string> {
  const [program = '', ...args] = AS_TESTER;
  return root.run(program, [...args, 'systemctl', '--user', ...command]);
}

/** No program that is started here ends with it. */
const STILL_RUNNING = 254;

async function resultIn(root: GuestShell, directory: string, timeout: number) {
  // Opened before the look, so that no end is missed. To look again and again would take a program each time.
  const waiting = `exec 8<>${directory}/ended; [ -e ${directory}/exit ] || read line <&8`;
  const script = `
    timeout ${Math.ceil(timeout / 1000)} sh -c '${waiting}' || exit ${STILL_RUNNING}
    cat ${directory}/stdout; cat ${directory}/stderr >&2; exit $(cat ${directory}/exit)`;
  const result = await root.attempt('sh', ['-c', script], { timeout: timeout + 30_000 });
  if (result.exitCode === STILL_RUNNING) {
    throw new Error(`After ${timeout} ms it still runs: ${directory}\n${result.stderr}`);
  }
  return result;
}
