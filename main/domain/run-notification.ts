import type { DiskView } from '../shared/app-view.js';
import { assertNever } from '../shared/assert-never.js';
import type { PassphraseQuestion, RunResult, RunState } from '../shared/run-state.js';
import { sayCount } from '../shared/say-count.js';
import { sayLock, sayUnplug } from '../shared/say-disk.js';
import { sayDuration } from '../shared/say-duration.js';
import type { NotificationAction, NotificationText } from './notification.js';

export interface NotificationContext {
  readonly profileId: string;
  readonly profileName: string;
  /** null: the profile has none. */
  readonly disk: DiskView | null;
  /** True: the person sees the window, and needs no notification of what it shows. */
  readonly windowInSight: boolean;
  /** True: it is tried again without anybody's doing. */
  readonly triedAgain: boolean;
}

/** What a person is told when the run state goes from one to the next; null: nothing. */
export function runNotification(
  before: RunState,
  after: RunState,
  context: NotificationContext,
): NotificationText | null {
  if (before.kind !== 'running' && after.kind === 'running') {
    return told(context, { body: 'The backup has started.' });
  }
  if (after.kind === 'running') {
    const { question } = after.run;
    const asked = before.kind === 'running' ? before.run.question : null;
    if (question === null || question.attempt === asked?.attempt || context.windowInSight) {
      return null;
    }
    return told(context, { body: sayQuestion(question), urgency: 'critical', problem: true });
  }
  if (before.kind === 'running' && after.last !== null) return ended(after.last, context);
  return null;
}

function ended(result: RunResult, context: NotificationContext): NotificationText {
  const failed = result.outcome === 'failed';
  const { disk, triedAgain } = context;
  const body = joined(
    sayResult(result),
    sayUnplug(result, disk?.name ?? null),
    failed && triedAgain ? 'It will be tried again.' : '',
  );
  return told(context, {
    body,
    urgency: failed && !triedAgain ? 'critical' : 'normal',
    problem: failed || result.outcome === 'warnings',
    more: furtherActions(result, context),
  });
}

function furtherActions(
  { outcome, safeToUnplug }: RunResult,
  { profileId, disk }: NotificationContext,
): readonly NotificationAction[] {
  if (outcome === 'failed') return [{ kind: 'retry', profileId }];
  if (disk?.lockable === true && safeToUnplug !== true) {
    return [{ kind: 'lock', profileId, label: `${sayLock(disk)} “${disk.name}”` }];
  }
  return [];
}

function told(
  { profileId, profileName }: NotificationContext,
  {
    body,
    urgency = 'normal',
    problem = false,
    more = [],
  }: {
    readonly body: string;
    readonly urgency?: NotificationText['urgency'];
    readonly problem?: boolean;
    readonly more?: readonly NotificationAction[];
  },
): NotificationText {
  const open: NotificationAction = { kind: 'open', place: { page: 'overview', profileId } };
  const about = `run of ${profileId}`;
  return { about, title: profileName, body, urgency, problem, actions: [open, ...more] };
}

function sayResult(result: RunResult): string {
  switch (result.outcome) {
    case 'complete':
      return `Finished in ${sayDuration(result.seconds)}.`;
    case 'warnings':
      return `Finished in ${sayDuration(result.seconds)}, but ${sayUnread(result)}.`;
    case 'failed':
      return sayFailure('The backup failed.', result);
    case 'cancelled':
      return sayFailure('The backup was cancelled. Older snapshots are not affected.', result);
    case 'skipped':
      return sayFailure('Nothing was backed up.', result);
    default:
      return assertNever(result.outcome);
  }
}

function sayUnread({ warnings }: RunResult): string {
  const unread = warnings
    .filter((warning) => warning.code === 'files-unreadable')
    .reduce((count, warning) => count + warning.files.length, 0);
  return unread === 0
    ? 'with warnings'
    : `${sayCount(unread, 'file was', 'files were')} not backed up`;
}

function sayFailure(otherwise: string, { failure }: RunResult): string {
  return failure === null ? otherwise : `${failure.title} ${failure.advice}`.trim();
}

function sayQuestion({ disk, attempt }: PassphraseQuestion): string {
  return attempt === 1
    ? `“${disk}” is waiting for its passphrase.`
    : `This was not the passphrase of “${disk}”.`;
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
