import { HELPER_PATH } from '../../../main/shared/helper-files.js';
import type { Guest } from './guest.js';
import { quoted } from './guest-shell.js';
import { readEvents, type CallResult } from './helper-call.js';
import { runInSession } from './session.js';

export interface BatchedCall {
  readonly args: readonly string[];
  /** The line that the verb reads; nothing: it reads none. */
  readonly request?: string | Uint8Array;
}

export type BatchedResult = Omit<CallResult, 'complaint'>;

const DIRECTORY = '/run/rig/batch';
const LIMIT_MS = 560_000;

/**
 * Calls the helper once after the other, as one program of tester's active session would: to start one for each takes the
 * emulated machine as long as the call. polkit asks that program once for what it keeps in mind.
 */
export async function askHelperEach(
  guest: Guest,
  calls: readonly BatchedCall[],
): Promise<readonly BatchedResult[]> {
  const { root } = guest;
  await root.script(`rm -rf ${DIRECTORY}; install -d -o tester -g tester ${DIRECTORY}`);
  const requests = calls.map(({ request }) => Buffer.from(request ?? ''));
  await root.put(`${DIRECTORY}/requests`, Buffer.concat(requests));
  await root.put(`${DIRECTORY}/script`, calls.map(callScript(requests)).join(''));
  await runInSession(root, ['sh', `${DIRECTORY}/script`], { timeout: LIMIT_MS });
  const output = await root.script(
    `cd ${DIRECTORY}; for n in $(seq 0 ${calls.length - 1}); do cat $n.out; cat $n.exit; done`,
  );
  return output.split(/^exit (\d+)\n/m).reduce<BatchedResult[]>((results, part, index, parts) => {
    if (index % 2 === 1) {
      results.push({ exitCode: Number(part), ...readEvents(parts[index - 1] ?? '') });
    }
    return results;
  }, []);
}

/**
 * Its input stays open, as the application's does, until it has ended. The helper makes what it reads from non-blocking, so it
 * and who writes to it open the FIFO each for themselves.
 */
function callScript(requests: readonly Buffer[]) {
  return ({ args }: BatchedCall, index: number): string => {
    const start = requests.slice(0, index).reduce((sum, { length }) => sum + length, 0);
    const length = requests[index]?.length ?? 0;
    const command = ['pkexec', '--disable-internal-agent', HELPER_PATH, ...args];
    return `
      cd ${DIRECTORY}; mkfifo in.${index}; exec 9<>in.${index}
      { tail -c +${start + 1} requests | head -c ${length}; echo; } >in.${index} &
      writer=$!
      ${command.map(quoted).join(' ')} <in.${index} >${index}.out
      echo "exit $?" >${index}.exit
      kill $writer 2>/dev/null; exec 9>&-
    `;
  };
}
