import { expect, it } from 'vitest';
import { sayDiagnostics, type DiagnosticFacts } from '../../main/domain/diagnostics.js';
import type { AppView } from '../../main/shared/app-view.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import type { RunEntry } from '../../main/shared/run-log.js';

const VIEW: AppView = {
  settings: { kind: 'ready' },
  profiles: [
    {
      id: 'laptop',
      name: 'Divorce papers',
      source: '/',
      destination: '/mnt/backups/latest',
      rotation: DEFAULT_ROTATION_POLICY,
      demonstration: false,
      safety: { kind: 'never' },
      overdue: null,
      needsRoot: true,
      disk: {
        ...{ name: 'backups', state: 'not-connected', encrypted: true },
        ...{ lockable: false, readable: false },
      },
      host: null,
      startsOnPlug: true,
      schedule: '0 18 * * *',
      nextAt: null,
      heldBack: 'disk-missing',
      lastBackupAt: null,
      lastRun: null,
      space: null,
    },
  ],
  problems: [],
  complaints: [],
  run: { kind: 'idle', last: null },
  choices: {
    ...{ pausedUntil: null, notifications: 'all', theme: 'system' },
    ...{ autostart: true, trayShown: false },
  },
  locale: 'en-GB',
};

const FACTS: DiagnosticFacts = {
  version: '1.1.0',
  runtime: { electron: '45.4.1', chromium: '142', node: '24.1.0', substitute: null },
  system: 'Debian GNU/Linux 12 (bookworm)',
  kernel: '6.1.0',
  programs: { rsync: 'rsync  version 3.2.7', cryptsetup: null },
  desktop: 'GNOME',
  session: 'wayland',
  polkitAgents: ['gnome-shell'],
  view: VIEW,
  log: [],
};

function failed(hour: number): RunEntry {
  const at = Date.UTC(2026, 10, 21, hour);
  return {
    kind: 'run',
    trigger: 'hand',
    profileName: 'Divorce papers',
    result: {
      profileId: 'laptop',
      startedAt: at,
      finishedAt: at,
      outcome: 'failed',
      seconds: 1,
      snapshot: null,
      changes: null,
      warnings: [],
      removedSnapshots: 0,
      failure: {
        code: 'disk-full',
        title: 'There is no room left.',
        advice: '',
        detail: ['one', 'two', '', 'three', 'four', 'five', '/home/ada/six'].join('\n'),
      },
      safeToUnplug: null,
      keptBy: [],
    },
  };
}

it('tell what a machine is and how its backups are set up', () => {
  expect(sayDiagnostics(FACTS, '/home/ada')).toBe(`System Backup:
  version 1.1.0
  Electron 45.4.1, Chromium 142, Node.js 24.1.0
  Debian GNU/Linux 12 (bookworm), kernel 6.1.0
  rsync: rsync  version 3.2.7
  cryptsetup: not installed
Desktop:
  GNOME, wayland session
  tray: this desktop shows none
  polkit agent: gnome-shell
  starts at login: yes
  notifications: all
  settings: ready
Backups:
  laptop (as root): / to /mnt/backups/latest, encrypted disk not-connected, starts when it is plugged in, schedule 0 18 * * *, keeps {"hourly":24,"daily":7,"weekly":4,"monthly":"always"}, never, last backup never, held back: disk-missing
Problems:
  none
Last errors:
  none
`);
});

it('have the last five errors, the newest first, with the end of what programs said', () => {
  const log = [1, 2, 3, 4, 5, 6].map(failed);
  const text = sayDiagnostics({ ...FACTS, log }, '/home/ada');
  const errors = text.slice(text.indexOf('Last errors:'));
  expect(errors.match(/^ {2}\S+ laptop/gm)?.map((line) => line.slice(2, 15))).toEqual(
    ['06', '05', '04', '03', '02'].map((hour) => `2026-11-21T${hour}`),
  );
  expect(errors).toContain(
    'disk-full: There is no room left.\n    two\n    three\n    four\n    five\n    ~/six\n',
  );
});

it('say when the runtime is a substitute', () => {
  const runtime = { ...FACTS.runtime, substitute: 'copy of somebody' };
  expect(sayDiagnostics({ ...FACTS, runtime }, '/root')).toContain(
    'the runtime is not the official one: copy of somebody\n',
  );
});
