/**
 * What the application costs while it sits in the tray and nothing happens: CPU time, context switches and memory of all its
 * processes. On a display and a session bus of its own, with a schedule whose next time is far away.
 *
 * BENCH_IDLE_SECONDS=20 measures for a shorter time than five minutes.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import { EMPTY_SETTINGS } from '../../main/shared/settings.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import { startDesktop } from './rig/desktop.js';
import { costOf } from './rig/process-cost.js';

const SECONDS = Number(process.env['BENCH_IDLE_SECONDS'] ?? 300);
/** Starting takes its time; what comes after it is idle. */
const SETTLE_SECONDS = 15;

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

const desktop = await startDesktop();
const home = makeHome();
const electron = createRequire(import.meta.url)(resolve('node_modules/electron')) as string;
const start = ['out/electron/start.sh', electron];
const child = spawn('bash', [...start, '--no-sandbox', '--disable-gpu', '.', '--hidden'], {
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
