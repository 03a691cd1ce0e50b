import { describe, expect, it } from 'vitest';
import { trayView } from '../../main/domain/tray-view.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import type { TrayView } from '../../main/domain/tray-view.js';
import type { AppChoices, AppView, DiskView, ProfileView } from '../../main/shared/app-view.js';
import type { ActiveRun, RunResult, RunState } from '../../main/shared/run-state.js';

const NOW = new Date(2026, 10, 21, 14, 30);
const TODAY = new Date(2026, 10, 21, 14, 5).getTime();
const HOME: ProfileView = {
  id: 'home',
  name: 'Home',
  source: '~/Documents',
  destination: '/mnt/backup/latest',
  rotation: DEFAULT_ROTATION_POLICY,
  demonstration: false,
  safety: { kind: 'safe', since: TODAY },
  overdue: null,
  needsRoot: false,
  disk: null,
  host: null,
  startsOnPlug: false,
  schedule: null,
  nextAt: null,
  heldBack: null,
  lastBackupAt: null,
  lastRun: null,
  space: null,
};
const CHOICES: AppChoices = {
  pausedUntil: null,
  notifications: 'all',
  theme: 'system',
  autostart: false,
  trayShown: true,
};
const RUN: ActiveRun = {
  profileId: 'home',
  startedAt: TODAY,
  phase: 'rsync',
  progress: null,
  warnings: [],
  cancelling: false,
  question: null,
};
const FAILED: RunResult = {
  profileId: 'home',
  startedAt: TODAY,
  finishedAt: TODAY,
  outcome: 'failed',
  seconds: 1,
  snapshot: null,
  changes: null,
  warnings: [],
  removedSnapshots: 0,
  failure: null,
  safeToUnplug: null,
  keptBy: [],
};

describe('the tray', () => {
  it('offers a backup and says when the last one was', () => {
    expect(tray({ profiles: [HOME] })).toEqual({
      icon: 'idle',
      tooltip: 'System Backup\nLast backup today 14:05',
      labels: [
        'Open',
        'Back up now',
        'Browse snapshots',
        'Pause backups ▸',
        '—',
        '(Last backup today 14:05)',
        '—',
        'Quit',
      ],
    });
  });

  it('offers to cancel while a run goes on', () => {
    expect(tray({ profiles: [HOME], run: { kind: 'running', run: RUN } })).toEqual({
      icon: 'running',
      tooltip: 'System Backup\nBacking up “Home”',
      labels: [
        'Open',
        'Cancel',
        'Browse snapshots',
        'Pause backups ▸',
        '—',
        '(Backing up “Home”)',
        '—',
        'Quit',
      ],
    });
  });

  it('does not offer to cancel twice', () => {
    const run: RunState = { kind: 'running', run: { ...RUN, cancelling: true } };
    expect(tray({ profiles: [HOME], run }).labels).toContain('(Cancelling…)');
  });

  it('stays the same while a run makes progress, or its open menu would close', () => {
    const progress = { bytes: 1, percent: 50, bytesPerSecond: 1, secondsLeft: 1, files: 1 };
    const before = view({ profiles: [HOME], run: { kind: 'running', run: RUN } });
    const later = view({ profiles: [HOME], run: { kind: 'running', run: { ...RUN, progress } } });
    expect(trayView(later, NOW)).toEqual(trayView(before, NOW));
  });

  it('asks for attention after a failure', () => {
    const failed: ProfileView = { ...HOME, safety: { kind: 'failed', since: null } };
    const shown = tray({ profiles: [failed], run: { kind: 'attention', last: FAILED } });
    expect(shown.icon).toBe('attention');
    expect(shown.labels).toContain('(The last backup failed)');
  });

  it('asks for attention when the last backup is too old', () => {
    const since = new Date(2026, 10, 1).getTime();
    const stale: ProfileView = {
      ...HOME,
      safety: { kind: 'stale', since },
      overdue: { kind: 'stale', since },
    };
    expect(tray({ profiles: [stale] })).toMatchObject({
      icon: 'attention',
      tooltip: 'System Backup\nLast backup 1 November 2026: much too old',
    });
  });

  it('says that a backup is late, also where its disk is connected', () => {
    const since = new Date(2026, 10, 19).getTime();
    const notice = { kind: 'late', since } as const;
    const late: ProfileView = { ...HOME, safety: notice, overdue: notice };
    expect(tray({ profiles: [late] })).toMatchObject({
      icon: 'waiting',
      tooltip: 'System Backup\nLast backup Thursday 00:00: late',
    });
  });

  it('says that the last backup is dated later than the clock', () => {
    const safety = { kind: 'ahead', since: new Date(2027, 2, 3).getTime() } as const;
    expect(tray({ profiles: [{ ...HOME, safety }] }).tooltip).toBe(
      'System Backup\nLast backup 3 March 2027: later than the clock',
    );
  });

  it('asks for attention when a first backup never came', () => {
    const overdue = { kind: 'stale', since: null } as const;
    const never: ProfileView = { ...HOME, safety: { kind: 'never' }, overdue };
    expect(tray({ profiles: [never] }).icon).toBe('attention');
  });

  it('names the profiles when there are several', () => {
    const other: ProfileView = { ...HOME, id: 'other', name: 'R&D', safety: { kind: 'never' } };
    expect(tray({ profiles: [HOME, other] }).labels).toEqual([
      'Open',
      'Back up “Home” now',
      'Back up “R&D” now',
      'Browse snapshots',
      'Pause backups ▸',
      '—',
      '(Home: Last backup today 14:05)',
      '(R&D: No backup yet)',
      '—',
      'Quit',
    ]);
  });

  it('says what it is waiting for', () => {
    const profiles = [
      { ...HOME, safety: { kind: 'never' }, startsOnPlug: true, disk: disk('not-connected') },
    ] as const;
    expect(tray({ profiles })).toEqual({
      icon: 'waiting',
      tooltip: 'System Backup\nNo backup yet\nNext: when “Blue disk” is plugged in',
      labels: [
        'Open',
        'Back up now',
        'Browse snapshots',
        'Pause backups ▸',
        '—',
        '(No backup yet)',
        '(Next: when “Blue disk” is plugged in)',
        '—',
        'Quit',
      ],
    });
    const [waiting] = profiles;
    expect(tray({ profiles: [{ ...waiting, disk: disk('connected') }] }).icon).toBe('idle');
    expect(tray({ profiles: [{ ...waiting, startsOnPlug: false }] }).labels).not.toContain(
      '(Next: when “Blue disk” is plugged in)',
    );
  });

  it('says when the next backup comes by schedule', () => {
    const at = (hour: number): number => new Date(2026, 10, 21, hour).getTime();
    const profiles = [
      { ...HOME, nextAt: at(20) },
      { ...HOME, id: 'b', nextAt: at(18) },
    ];
    expect(tray({ profiles }).labels).toContain('(Next: today at 18:00)');
  });

  it('waits for a disk that is missing when a backup is due', () => {
    const held: ProfileView = { ...HOME, heldBack: 'disk-missing' };
    expect(tray({ profiles: [held] }).icon).toBe('waiting');
  });

  it('waits for a host that does not answer, and offers nothing to lock', () => {
    const host = { name: 'nas', kind: 'ssh', answer: null } as const;
    const held: ProfileView = { ...HOME, host, heldBack: 'host-silent' };
    const { icon, labels } = tray({ profiles: [held] });
    expect(icon).toBe('waiting');
    expect(labels).toContain('(Next: when “nas” answers)');
    expect(labels.join()).not.toMatch(/lock|plug/i);
  });

  it('offers to end a pause, and says how long it is', () => {
    const choices = { ...CHOICES, pausedUntil: new Date(2026, 10, 21, 18, 30).getTime() };
    const { labels } = tray({ profiles: [HOME], choices });
    expect(labels).toContain('Resume backups');
    expect(labels).not.toContain('Pause backups ▸');
    expect(labels).toContain('(Paused until today at 18:30)');
  });

  it('offers pauses of several lengths', () => {
    const { menu } = trayView(view({ profiles: [HOME] }), NOW);
    const pause = menu.find((item) => item.kind === 'submenu');
    const labels = pause?.items.map((item) => ('label' in item ? item.label : ''));
    expect(labels).toEqual(['For 1 hour', 'For 4 hours', 'For 24 hours']);
  });

  it('offers to lock a disk that is open, once, and not while a run needs it', () => {
    const profiles = [HOME, { ...HOME, id: 'rd' }].map((profile) => ({
      ...profile,
      disk: disk('open'),
    }));
    const labels = tray({ profiles }).labels;
    expect(labels.filter((label) => label.includes('Blue disk'))).toEqual(['Lock “Blue disk”']);
    const run: RunState = { kind: 'running', run: RUN };
    expect(tray({ profiles, run }).labels).not.toContain('Lock “Blue disk”');
  });

  it('says that a passphrase is waited for', () => {
    const question = { disk: 'Blue disk', attempt: 1 };
    const run: RunState = { kind: 'running', run: { ...RUN, question } };
    expect(tray({ profiles: [HOME], run }).labels).toContain(
      '(“Blue disk” is waiting for its passphrase)',
    );
  });

  it('asks for attention when an installed backup cannot be used', () => {
    const problems = [{ code: 'x', title: 'x', advice: '', detail: '' }];
    expect(tray({ problems })).toMatchObject({
      icon: 'attention',
      tooltip: 'System Backup\nAn installed backup cannot be used',
    });
  });

  it('offers no backup when nothing is set up', () => {
    expect(tray({}).labels).toEqual(['Open', '—', '(Nothing is backed up yet)', '—', 'Quit']);
  });

  it('offers no backup when the settings cannot be used', () => {
    const failure = { code: 'x', title: 'x', advice: '', detail: '' };
    const shown = tray({ settings: { kind: 'refused', failure } });
    expect(shown.icon).toBe('attention');
    expect(shown.labels).toEqual(['Open', '—', '(The settings cannot be used)', '—', 'Quit']);
  });
});

function disk(state: DiskView['state']): DiskView {
  return { name: 'Blue disk', state, encrypted: true, lockable: state === 'open', readable: false };
}

function view(some: Partial<AppView>): AppView {
  return {
    settings: { kind: 'ready' },
    profiles: [],
    problems: [],
    complaints: [],
    choices: CHOICES,
    run: { kind: 'idle', last: null },
    locale: 'en-GB',
    ...some,
  };
}

function tray(some: Partial<AppView>): Omit<TrayView, 'menu'> & { labels: readonly string[] } {
  const { icon, tooltip, menu } = trayView(view(some), NOW);
  const labels = menu.map((item) => {
    if (item.kind === 'separator') return '—';
    if (item.kind === 'submenu') return `${item.label} ▸`;
    return item.kind === 'action' && item.enabled ? item.label : `(${item.label})`;
  });
  return { icon, tooltip, labels };
}
