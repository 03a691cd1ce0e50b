import { readdir, readFile } from 'node:fs/promises';
import { onTestFinished, vi } from 'vitest';

export interface PausedRsync {
  readonly pids: readonly number[];
  readonly resume: () => void;
  /** Resumes the one that was started first, and waits until it has ended. */
  readonly endFirst: () => Promise<void>;
  /** Those of its processes that still do something. */
  readonly alive: () => Promise<readonly number[]>;
}

/** A busy machine takes its time. */
const PATIENCE = { timeout: 60_000, interval: 20 };

/** Sender, generator, receiver. */
const RSYNC_PROCESSES = 3;

/**
 * Stops the rsync that a run started, all of it, until it is resumed.
 *
 * @param count of its processes on this side
 */
export async function pausedRsyncOf(pid: number, count = RSYNC_PROCESSES): Promise<PausedRsync> {
  const pids = await vi.waitUntil(async () => {
    const found = await descendants(pid, 'rsync');
    return found.length >= count && found;
  }, PATIENCE);
  const signal = (name: NodeJS.Signals): void => {
    for (const one of pids) sendIfAlive(one, name);
  };
  signal('SIGSTOP');
  onTestFinished(() => signal('SIGCONT'));
  return {
    pids,
    resume: () => signal('SIGCONT'),
    endFirst: async () => {
      const first = Math.min(...pids);
      sendIfAlive(first, 'SIGCONT');
      await vi.waitUntil(async () => !(await processes()).has(first), PATIENCE);
    },
    alive: async () => {
      const running = await processes();
      return pids.filter((one) => running.has(one));
    },
  };
}

async function descendants(pid: number, program: string): Promise<readonly number[]> {
  const running = await processes();
  const isBelow = (one: number): boolean => {
    const parent = running.get(one)?.parent ?? 0;
    return parent === pid || (parent > 1 && isBelow(parent));
  };
  return [...running.keys()].filter((one) => running.get(one)?.name === program && isBelow(one));
}

interface Process {
  readonly name: string;
  readonly parent: number;
}

/** proc(5), /proc/PID/stat: pid, (program), state, parent. What has ended and waits for its parent to ask is left out. */
async function processes(): Promise<ReadonlyMap<number, Process>> {
  const found = new Map<number, Process>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    const [, name = '', state = 'Z', parent = '0'] = /\((.*)\) (\S) (\d+)/s.exec(stat) ?? [];
    if (state !== 'Z' && state !== 'X') found.set(Number(entry), { name, parent: Number(parent) });
  }
  return found;
}

function sendIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
