/**
 * What the application costs while it sits in the tray and nothing happens: CPU time, context switches and memory of all its
 * processes. On a display and a session bus of its own, with a schedule whose next time is far away.
 *
 * BENCH_IDLE_SECONDS=20 measures for a shorter time than five minutes.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';

const SECONDS = Number(process.env['BENCH_IDLE_SECONDS'] ?? 300);
/** Starting takes its time; what comes after it is idle. */
const SETTLE_SECONDS = 15;
/** proc_pid_stat(5): clock ticks a second, which Linux fixes for programs. */
const TICKS = 100;

interface Cost {
  readonly cpuSeconds: number;
  readonly switches: number;
  readonly pssMegabytes: number;
  readonly processes: number;
}

interface Desktop {
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

async function startDesktop(): Promise<Desktop> {
  // Beside the bundled benchmark there is no such module: it is loaded from where the tests have it.
  const { setup } = (await import(resolve('build/config/private-desktop.mjs'))) as {
    readonly setup: (project: {
      readonly provide: (name: string, value: Record<string, string>) => void;
    }) => Promise<() => Promise<void>>;
  };
  let environment: Record<string, string> = {};
  const stop = await setup({ provide: (_name, value) => (environment = value) });
  return { environment, stop };
}

function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'rsync-system-backup-idle-'));
  const directory = join(home, 'config/rsync-system-backup');
  mkdirSync(directory, { recursive: true });
  const profile = {
    id: 'home',
    name: 'Home',
    source: home,
    destination: '/mnt/nowhere/latest',
    cryptoName: null,
    mountPoint: null,
    excludes: [],
    multiFs: false,
    rotation: DEFAULT_ROTATION_POLICY,
    skipUnchanged: true,
    destinationId: null,
  };
  const year = 365 * 24 * 60 * 60_000;
  const far = new Date(performance.timeOrigin + performance.now() + year / 2);
  const schedule = `0 0 1 ${far.getMonth() + 1} *`;
  const triggers = {
    home: { ...DEFAULT_TRIGGERS, schedule, scheduledSince: far.getTime() - year / 2 },
  };
  const settings = { ...EMPTY_SETTINGS, profiles: [profile], triggers };
  writeFileSync(join(directory, 'settings.json'), JSON.stringify(settings));
  return home;
}

/** Of the process and all that it has started. */
function costOf(pid: number): Cost {
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

const desktop = await startDesktop();
const home = makeHome();
const electron = createRequire(import.meta.url)(resolve('node_modules/electron')) as string;
const child = spawn(electron, ['--no-sandbox', '--disable-gpu', '.', '--hidden'], {
  env: {
    ...process.env,
    ...desktop.environment,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    NO_AT_BRIDGE: '1',
  },
  stdio: 'ignore',
});
const gone = new Promise((resolved) => child.once('exit', resolved));
try {
  await sleep(SETTLE_SECONDS * 1000);
  const before = costOf(child.pid ?? 0);
  await sleep(SECONDS * 1000);
  const after = costOf(child.pid ?? 0);
  const cpu = after.cpuSeconds - before.cpuSeconds;
  const switches = after.switches - before.switches;
  console.log(`idle in the tray for ${SECONDS} s, without a window, ${after.processes} processes:`);
  console.log(
    `  CPU        ${cpu.toFixed(2)} s (${((cpu / SECONDS) * 100).toFixed(2)} %); goal: not measurable`,
  );
  console.log(`  wake-ups   ${(switches / SECONDS).toFixed(1)} context switches a second`);
  console.log(`  memory     ${after.pssMegabytes.toFixed(0)} MB PSS`);
} finally {
  child.kill('SIGTERM');
  await gone;
  await desktop.stop();
  rmSync(home, { recursive: true, force: true });
}
