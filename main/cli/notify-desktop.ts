import type { RunEvent } from '../shared/run-event.js';
import { sayDuration } from '../shared/say-duration.js';
import { graphicalSessions, type GraphicalSession } from '../system/graphical-sessions.js';
import { runCommand } from '../system/run-command.js';

interface Notification {
  readonly title: string;
  readonly body: string;
  readonly urgency: 'normal' | 'critical';
}

export interface DesktopNotifier {
  report(event: RunEvent): void;
  /** Everything was shown, or could not be. */
  done(): Promise<void>;
}

/** notify-send(1), in the session of the person who called us, or as root in every graphical session. */
export function desktopNotifier(
  environment: Readonly<Record<string, string | undefined>>,
): DesktopNotifier {
  const sessions = graphicalSessions(environment);
  let announced = false;
  let shown = Promise.resolve();
  let failure: Extract<RunEvent, { event: 'error' }> | null = null;
  const show = (notification: Notification): void => {
    shown = shown.then(async () => {
      for (const session of await sessions) await notify(session, notification);
    });
  };
  return {
    report: (event) => {
      if (event.event === 'error') failure = event;
      // The disk is there once the check is over; before, nobody wants to hear of it.
      if (event.event === 'phase' && event.phase !== 'check' && !announced) {
        announced = true;
        show({ title: 'System backup', body: 'The backup is starting.', urgency: 'normal' });
      }
      if (event.event === 'finished') {
        const notification = closingNotification(event, failure, announced);
        if (notification !== null) show(notification);
      }
    },
    done: () => shown,
  };
}

function closingNotification(
  { outcome, seconds }: Extract<RunEvent, { event: 'finished' }>,
  failure: Extract<RunEvent, { event: 'error' }> | null,
  announced: boolean,
): Notification | null {
  const title = 'System backup';
  const duration = sayDuration(seconds);
  if (outcome === 'complete') return { title, body: `Finished in ${duration}.`, urgency: 'normal' };
  if (outcome === 'warnings') {
    return {
      title,
      body: `Finished in ${duration}, with warnings: some files are missing.`,
      urgency: 'normal',
    };
  }
  if (outcome === 'cancelled' && announced) {
    return { title, body: `Cancelled after ${duration}.`, urgency: 'normal' };
  }
  if (outcome !== 'failed' || failure === null) return null;
  return {
    title: 'System backup failed',
    body: `${failure.message} ${failure.advice}`,
    urgency: 'critical',
  };
}

/** A desktop that cannot show it is no reason for a backup to fail. */
async function notify(session: GraphicalSession, notification: Notification): Promise<void> {
  const { title, body, urgency } = notification;
  const args = [
    '--app-name=rsync-system-backup',
    `--urgency=${urgency}`,
    '--',
    title,
    escapeMarkup(body),
  ];
  const asUser = session.uid === process.geteuid?.() ? [] : becomeUser(session);
  const [program = 'notify-send', ...rest] = [...asUser, 'notify-send', ...args];
  try {
    await runCommand(program, rest, {
      environment: session.environment,
      signal: AbortSignal.timeout(5000),
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

function becomeUser({ uid, gid }: GraphicalSession): readonly string[] {
  const ids = [`--reuid=${String(uid)}`, `--regid=${String(gid)}`];
  return ['setpriv', ...ids, '--init-groups', '--'];
}

/** The body is markup: a file name with `<b>` in it must stay text. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
