import { runCommand } from '../system/run-command.js';
import { signalExitCode, STOP_SIGNALS } from './watch-for-stop.js';

export function needsRoot({ sudo }: { readonly sudo: boolean }): boolean {
  return sudo && process.geteuid?.() !== 0;
}

/**
 * Runs this program again under sudo(8), the whole of it, so that the password is asked for once. Relative paths
 * stay what they are: the working directory is kept.
 *
 * @returns its exit value.
 */
export async function becomeRoot(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const stop = new AbortController();
  let received: NodeJS.Signals | null = null;
  const onSignal = (signal: NodeJS.Signals): void => {
    received ??= signal;
    // The terminal sends SIGINT to sudo too; sudo passes on what it gets.
    if (signal !== 'SIGINT') stop.abort();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
  const [program = process.execPath, script = '', ...args] = argv;
  const module = environment['RSYNC_MODULE_PATH'];
  const kept = module === undefined ? [] : [`RSYNC_MODULE_PATH=${module}`];
  try {
    const { exitCode } = await runCommand('sudo', [...kept, '--', program, script, ...args], {
      attached: true,
      patient: true,
      signal: stop.signal,
      environment: definedOnly(environment),
    });
    return exitCode;
  } catch (error) {
    if (received !== null) return signalExitCode(received);
    throw error;
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
  }
}

function definedOnly(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const entries = Object.entries(environment);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
