import { BackupError } from '../shared/backup-error.js';
import { runCommand } from '../system/run-command.js';
import { signalExitCode, STOP_SIGNALS } from '../system/watch-for-stop.js';

export function needsRoot({ sudo }: { readonly sudo: boolean }): boolean {
  return sudo && process.geteuid?.() !== 0;
}

/**
 * Runs this program again under sudo(8), the whole of it, so that the password is asked for once. Relative paths
 * stay what they are: the working directory is kept.
 *
 * @param isRemote true: it will need what ssh and rsync are told by the environment
 * @returns its exit value.
 */
export async function becomeRoot(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  isRemote: boolean,
): Promise<number> {
  const stop = new AbortController();
  const received: NodeJS.Signals[] = [];
  const onSignal = (signal: NodeJS.Signals): void => {
    received.push(signal);
    stop.abort();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  try {
    const { exitCode } = await runCommand('sudo', sudoArguments(argv, environment, isRemote), {
      attached: true,
      cwd: process.cwd(),
      patient: true,
      signal: stop.signal,
      environment: definedOnly(environment),
    });
    // setpriv(1) could not start sudo; sudo itself ends with 1 when it cannot start a program.
    if (exitCode === 127) throw sudoMissing();
    return exitCode;
  } catch (error) {
    const [first] = received;
    if (first === undefined) throw error;
    return signalExitCode(first);
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
  }
}

function sudoMissing(): BackupError {
  return new BackupError({
    code: 'sudo-missing',
    title: 'sudo is not installed, so this program cannot become root.',
    advice: 'Start it as root, or, where root is not needed, with --no-sudo.',
  });
}

/**
 * sudo clears the environment; what the run needs of it is said again. The installed command is executed by the
 * application's Electron, which is Node.js only where a variable says so.
 */
function sudoArguments(
  [program = process.execPath, script = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  isRemote: boolean,
): readonly string[] {
  const kept = [...KEPT, ...(isRemote ? KEPT_FOR_REMOTE : [])].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  // Arguments are for everybody to see.
  const isSecret = isRemote && environment['RSYNC_PASSWORD'] !== undefined;
  const secret = isSecret ? ['--preserve-env=RSYNC_PASSWORD'] : [];
  return [...secret, ...kept, '--', program, script, ...args];
}

const KEPT = ['RSYNC_MODULE_PATH', 'RSYNC_EXIT_STATUS', 'TZ', 'ELECTRON_RUN_AS_NODE'] as const;
const KEPT_FOR_REMOTE = ['RSYNC_RSH', 'SSH_AUTH_SOCK'] as const;

function definedOnly(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(environment);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
