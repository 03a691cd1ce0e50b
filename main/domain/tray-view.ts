import { assertNever } from '../shared/assert-never.js';
import type { AppView, ProfileView } from '../shared/app-view.js';
import { sayLock } from '../shared/say-disk.js';
import { sayCount } from '../shared/say-count.js';
import { sayComing, sayTime } from '../shared/say-time.js';
import { PAUSE_HOURS } from '../shared/pause.js';

export const TRAY_ICONS = ['idle', 'waiting', 'running', 'attention'] as const;

export type TrayIcon = (typeof TRAY_ICONS)[number];

export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'browse' }
  | { readonly kind: 'back-up'; readonly profileId: string }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'lock'; readonly profileId: string }
  /** Nothing starts by itself for so many hours; 0: from now on it does again. */
  | { readonly kind: 'pause'; readonly hours: number }
  | { readonly kind: 'quit' };

export type TrayMenuItem =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly action: TrayAction;
      readonly enabled: boolean;
    }
  | {
      readonly kind: 'submenu';
      readonly label: string;
      readonly items: readonly TrayMenuItem[];
    }
  | { readonly kind: 'status'; readonly label: string }
  | { readonly kind: 'separator' };

export interface TrayView {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly menu: readonly TrayMenuItem[];
}

const SEPARATOR: TrayMenuItem = { kind: 'separator' };

/**
 * What the tray shows. Nothing in it changes while a run goes on: setting the menu anew closes it
 * under the person's pointer (https://github.com/electron/electron/issues/4801).
 */
export function trayView(view: AppView, now: Date): TrayView {
  return {
    icon: trayIcon(view),
    tooltip: tooltip(view, now),
    menu: [
      action('Open', { kind: 'open' }),
      ...runItems(view),
      ...browseItems(view),
      ...lockItems(view),
      ...pauseItems(view),
      SEPARATOR,
      ...statusLines(view, now).map((label): TrayMenuItem => ({ kind: 'status', label })),
      SEPARATOR,
      action('Quit', { kind: 'quit' }),
    ],
  };
}

function trayIcon(view: AppView): TrayIcon {
  if (view.settings.kind === 'refused') return 'attention';
  if (view.run.kind === 'running' || view.run.kind === 'attention') return view.run.kind;
  if (view.problems.length > 0) return 'attention';
  if (view.profiles.some(isBad)) return 'attention';
  return view.profiles.some(waits) ? 'waiting' : 'idle';
}

/** A backup is due, and cannot begin or has not begun. */
function waits({ disk, safety, overdue, heldBack }: ProfileView): boolean {
  if (heldBack === 'disk-missing' || heldBack === 'host-silent' || overdue !== null) return true;
  return disk?.state === 'not-connected' && safety.kind === 'never';
}

function isBad({ safety, overdue }: ProfileView): boolean {
  return safety.kind === 'failed' || overdue?.kind === 'stale';
}

function tooltip(view: AppView, now: Date): string {
  return ['System Backup', ...statusLines(view, now)].join('\n');
}

function runItems(view: AppView): readonly TrayMenuItem[] {
  if (view.run.kind === 'running') {
    const { cancelling } = view.run.run;
    return [action(cancelling ? 'Cancelling…' : 'Cancel', { kind: 'cancel' }, !cancelling)];
  }
  const [first, ...others] = view.profiles;
  if (first === undefined) return [];
  if (others.length === 0) return [backUp(first, 'Back up now')];
  return view.profiles.map((profile) => backUp(profile, `Back up “${profile.name}” now`));
}

function backUp(profile: ProfileView, label: string): TrayMenuItem {
  return action(label, { kind: 'back-up', profileId: profile.id });
}

function browseItems({ profiles }: AppView): readonly TrayMenuItem[] {
  return profiles.length === 0 ? [] : [action('Browse snapshots', { kind: 'browse' })];
}

function pauseItems({ profiles, choices }: AppView): readonly TrayMenuItem[] {
  if (profiles.length === 0) return [];
  if (choices.pausedUntil !== null) return [action('Resume backups', { kind: 'pause', hours: 0 })];
  const items = PAUSE_HOURS.map((hours) =>
    action(`For ${sayCount(hours, 'hour', 'hours')}`, { kind: 'pause', hours }),
  );
  return [{ kind: 'submenu', label: 'Pause backups', items }];
}

/** A disk that several profiles share is offered once. */
function lockItems(view: AppView): readonly TrayMenuItem[] {
  if (view.run.kind === 'running') return [];
  const items = view.profiles.flatMap(({ id, disk }) =>
    disk?.lockable === true ? ([[disk.name, { profileId: id, disk }]] as const) : [],
  );
  return [...new Map(items).values()].map(({ profileId, disk }) =>
    action(`${sayLock(disk)} “${disk.name}”`, { kind: 'lock', profileId }),
  );
}

function action(label: string, what: TrayAction, enabled = true): TrayMenuItem {
  return { kind: 'action', label, action: what, enabled };
}

function statusLines(view: AppView, now: Date): readonly string[] {
  if (view.settings.kind === 'refused') return ['The settings cannot be used'];
  if (view.run.kind === 'running') {
    const { profileId, question } = view.run.run;
    if (question !== null) return [`“${question.disk}” is waiting for its passphrase`];
    return [`Backing up “${nameOf(view, profileId)}”`];
  }
  if (view.problems.length > 0) return ['An installed backup cannot be used'];
  if (view.profiles.length === 0) return ['Nothing is backed up yet'];
  return [...lastBackups(view, now), ...nextBackups(view, now)];
}

function nextBackups({ profiles, choices, locale }: AppView, now: Date): readonly string[] {
  if (choices.pausedUntil !== null) {
    return [`Paused until ${sayComing(new Date(choices.pausedUntil), now, locale)}`];
  }
  const disks = profiles.flatMap(({ disk, startsOnPlug }) =>
    startsOnPlug && disk?.state === 'not-connected' ? [disk.name] : [],
  );
  const silent = profiles.flatMap(({ host, heldBack }) =>
    host !== null && heldBack === 'host-silent' ? [host.name] : [],
  );
  const times = profiles.flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt]));
  return [
    ...[...new Set(disks)].map((name) => `Next: when “${name}” is plugged in`),
    ...[...new Set(silent)].map((name) => `Next: when “${name}” answers`),
    ...(times.length === 0
      ? []
      : [`Next: ${sayComing(new Date(Math.min(...times)), now, locale)}`]),
  ];
}

function lastBackups(view: AppView, now: Date): readonly string[] {
  if (view.profiles.length === 1) {
    return view.profiles.map((profile) => lastBackup(profile, view, now));
  }
  return view.profiles.map((profile) => `${profile.name}: ${lastBackup(profile, view, now)}`);
}

function nameOf(view: AppView, profileId: string): string {
  return view.profiles.find((profile) => profile.id === profileId)?.name ?? profileId;
}

function lastBackup({ safety }: ProfileView, { locale }: AppView, now: Date): string {
  switch (safety.kind) {
    case 'never':
      return 'No backup yet';
    case 'safe':
    case 'incomplete':
      return `Last backup ${sayTime(new Date(safety.since), now, locale)}`;
    case 'late':
      return `Last backup ${sayTime(new Date(safety.since), now, locale)}: late`;
    case 'stale':
      return `Last backup ${sayTime(new Date(safety.since), now, locale)}: much too old`;
    case 'ahead':
      return `Last backup ${sayTime(new Date(safety.since), now, locale)}: later than the clock`;
    case 'failed':
      return 'The last backup failed';
    default:
      return assertNever(safety);
  }
}
