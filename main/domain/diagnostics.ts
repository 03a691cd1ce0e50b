import type { AppView, ProfileView } from '../shared/app-view.js';
import type { LogEntry } from '../shared/run-log.js';
import type { Runtime } from '../shared/about.js';
import type { Failure } from '../shared/result.js';

/** What somebody who helps wants to know of a machine. null: it is not known. */
export interface DiagnosticFacts {
  readonly version: string;
  readonly runtime: Runtime;
  /** os-release(5), PRETTY_NAME. */
  readonly system: string | null;
  readonly kernel: string;
  /** What each program says of its version, by its name. */
  readonly programs: Readonly<Record<string, string | null>>;
  /** $XDG_CURRENT_DESKTOP */
  readonly desktop: string | null;
  /** $XDG_SESSION_TYPE */
  readonly session: string | null;
  /** Programs that ask for passwords for polkit, by the names of their processes. */
  readonly polkitAgents: readonly string[];
  readonly view: AppView;
  readonly log: readonly LogEntry[];
}

/** Runs of which it is told why they failed. */
const FAILURES = 5;

/** A text to be passed on: without the home directory, excludes and names that people chose; errors may name files. */
export function sayDiagnostics(facts: DiagnosticFacts, home: string): string {
  const { view, log } = facts;
  const sections = [
    ['System Backup', versions(facts)],
    ['Desktop', desktop(facts)],
    ['Backups', view.profiles.map(sayProfile)],
    ['Problems', [...view.problems, ...view.complaints].map(sayFailure)],
    ['Last errors', lastErrors(log)],
  ] as const;
  const text = sections
    .map(([title, lines]) => [`${title}:`, ...(lines.length === 0 ? ['none'] : lines)])
    .map((lines) => lines.join('\n  '))
    .join('\n');
  return `${withoutHome(text, home)}\n`;
}

function versions({ version, runtime, system, kernel, programs }: DiagnosticFacts) {
  const { electron, chromium, node, substitute } = runtime;
  return [
    `version ${version}`,
    `Electron ${electron}, Chromium ${chromium}, Node.js ${node}`,
    ...(substitute === null ? [] : [`the runtime is not the official one: ${substitute}`]),
    `${system ?? 'unknown system'}, kernel ${kernel}`,
    ...Object.entries(programs).map(([name, said]) => `${name}: ${said ?? 'not installed'}`),
  ];
}

function desktop({ desktop, session, polkitAgents, view }: DiagnosticFacts) {
  const { trayShown, autostart, notifications, pausedUntil } = view.choices;
  return [
    `${desktop ?? 'unknown desktop'}, ${session ?? 'unknown'} session`,
    `tray: ${trayShown ? 'shown' : 'this desktop shows none'}`,
    `polkit agent: ${polkitAgents.join(', ') || 'none that is known'}`,
    `starts at login: ${autostart ? 'yes' : 'no'}`,
    `notifications: ${notifications}`,
    `settings: ${view.settings.kind}`,
    ...(pausedUntil === null ? [] : [`paused until ${instant(pausedUntil)}`]),
  ];
}

function sayProfile(profile: ProfileView): string {
  const { id, needsRoot, source, destination, disk, safety, schedule, startsOnPlug } = profile;
  return [
    `${id} (${needsRoot ? 'as root' : 'as the person'}): ${source} to ${destination}`,
    disk === null ? 'no disk' : `${disk.encrypted ? 'encrypted disk' : 'disk'} ${disk.state}`,
    startsOnPlug ? 'starts when it is plugged in' : 'does not start by plugging in',
    schedule === null ? 'no schedule' : `schedule ${schedule}`,
    `keeps ${JSON.stringify(profile.rotation.scheme)}`,
    `${safety.kind}, last backup ${profile.lastBackupAt === null ? 'never' : instant(profile.lastBackupAt)}`,
    ...(profile.heldBack === null ? [] : [`held back: ${profile.heldBack}`]),
  ].join(', ');
}

/** The newest first. */
function lastErrors(log: readonly LogEntry[]): readonly string[] {
  const failed = log.flatMap((entry) =>
    entry.kind === 'run' && entry.result.failure !== null
      ? [{ ...entry.result, failure: entry.result.failure }]
      : [],
  );
  return failed
    .slice(-FAILURES)
    .reverse()
    .map(
      ({ finishedAt, profileId, failure }) =>
        `${instant(finishedAt)} ${profileId}: ${sayFailure(failure)}`,
    );
}

function sayFailure({ code, title, detail }: Failure): string {
  const lines = detail.split('\n').filter((line) => line.trim() !== '');
  return [`${code}: ${title}`, ...lines.slice(-LONGEST_DETAIL)].join('\n    ');
}

/** Lines: the last ones say what went wrong. */
const LONGEST_DETAIL = 5;

function instant(at: number): string {
  return new Date(at).toISOString();
}

function withoutHome(text: string, home: string): string {
  return home === '/' ? text : text.replaceAll(home, '~');
}
