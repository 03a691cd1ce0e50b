import { assertNever } from '../shared/assert-never.js';
import type { AppView, ProfileView, Safety } from '../shared/app-view.js';
import { sayTime } from '../shared/say-time.js';

export const TRAY_ICONS = ['idle', 'waiting', 'running', 'attention'] as const;

export type TrayIcon = (typeof TRAY_ICONS)[number];

export type TrayAction =
  | { readonly kind: 'open' }
  | { readonly kind: 'back-up'; readonly profileId: string }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'quit' };

export type TrayMenuItem =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly action: TrayAction;
      readonly enabled: boolean;
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
  const stale = view.profiles.some(({ safety }) => isBad(safety));
  return stale ? 'attention' : 'idle';
}

function isBad(safety: Safety): boolean {
  return safety.kind === 'stale' || safety.kind === 'failed';
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

function action(label: string, what: TrayAction, enabled = true): TrayMenuItem {
  return { kind: 'action', label, action: what, enabled };
}

function statusLines(view: AppView, now: Date): readonly string[] {
  if (view.settings.kind === 'refused') return ['The settings cannot be used'];
  if (view.run.kind === 'running') return [`Backing up “${nameOf(view, view.run.run.profileId)}”`];
  if (view.profiles.length === 0) return ['Nothing is backed up yet'];
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
    case 'late':
    case 'stale':
      return `Last backup ${sayTime(new Date(safety.since), now, locale)}`;
    case 'failed':
      return 'The last backup failed';
    default:
      return assertNever(safety);
  }
}
