import { checkInstalled } from '../installed-programs.js';
import type { RemoteOptions } from './remote-options.js';

/**
 * Ctrl-C and the end of a terminal reach every program of its process group. We clean up then, which takes the connection: ssh
 * leaves alone what was ignored when it was started.
 */
const UNTOUCHED = 'trap "" HUP INT QUIT; exec "$@"';

/** What connects, and arguments that come before all others. */
export function lastingProgram({
  shell,
}: Pick<RemoteOptions, 'shell'>): readonly [string, ...string[]] {
  return ['sh', '-c', UNTOUCHED, 'sh', ...shell];
}

export async function checkShell({
  shell: [program = ''],
}: Pick<RemoteOptions, 'shell'>): Promise<void> {
  if (!program.includes('/')) await checkInstalled(program);
}
