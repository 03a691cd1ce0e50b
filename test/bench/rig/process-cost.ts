import { readFileSync, readdirSync } from 'node:fs';

/** proc_pid_stat(5): clock ticks a second, which Linux fixes for programs. */
const TICKS = 100;

export interface Cost {
  readonly cpuSeconds: number;
  readonly switches: number;
  readonly pssMegabytes: number;
  readonly processes: number;
}

/** Of the process and all that it has started. */
export function costOf(pid: number): Cost {
  const pids = descendants(pid);
  const costs = pids.map((each) => {
    const stat = readFileSync(`/proc/${each}/stat`, 'utf8');
    // proc_pid_stat(5): after the name in parentheses, utime and stime are the 12th and 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const memory = readFileSync(`/proc/${each}/smaps_rollup`, 'utf8');
    return {
      cpu: (Number(fields[11]) + Number(fields[12])) / TICKS,
      switches: switchesOf(each),
      pss: Number(/^Pss:\s+(\d+) kB/m.exec(memory)?.[1] ?? 0) / 1000,
    };
  });
  return {
    cpuSeconds: costs.reduce((sum, { cpu }) => sum + cpu, 0),
    switches: costs.reduce((sum, { switches }) => sum + switches, 0),
    pssMegabytes: costs.reduce((sum, { pss }) => sum + pss, 0),
    processes: pids.length,
  };
}

/** proc_pid_status(5) counts those of one thread. */
function switchesOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads
    .map((thread) => readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'))
    .flatMap((status) => [...status.matchAll(/ctxt_switches:\s+(\d+)/g)])
    .reduce((sum, [, count]) => sum + Number(count), 0);
}

function descendants(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const);
  const below = (parent: number): readonly number[] => [
    parent,
    ...parents.filter(([, of]) => of === parent).flatMap(([child]) => below(child)),
  ];
  return below(pid);
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
