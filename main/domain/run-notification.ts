import { assertNever } from '../shared/assert-never.js';
import type { PassphraseQuestion, RunResult, RunState } from '../shared/run-state.js';
import { sayCount } from '../shared/say-count.js';
import { sayUnplug } from '../shared/say-disk.js';
import { sayDuration } from '../shared/say-duration.js';

export interface NotificationText {
  /** Plain text. */
  readonly title: string;
  /** Markup, in which names from outside are escaped. */
  readonly body: string;
  readonly urgent: boolean;
}

export interface NotificationContext {
  readonly profileName: string;
  /** Of the profile's disk; null: it has none. */
  readonly diskName: string | null;
  /** True: the person sees the window, and needs no notification of what it shows. */
  readonly windowInSight: boolean;
}

/** What a person is told when the run state goes from one to the next; null: nothing. */
export function runNotification(
  before: RunState,
  after: RunState,
  { profileName, diskName, windowInSight }: NotificationContext,
): NotificationText | null {
  if (before.kind !== 'running' && after.kind === 'running') {
    return { title: profileName, body: 'The backup has started.', urgent: false };
  }
  if (after.kind === 'running') {
    const { question } = after.run;
    const asked = before.kind === 'running' ? before.run.question : null;
    if (question === null || question.attempt === asked?.attempt || windowInSight) return null;
    return { title: profileName, body: escapeMarkup(sayQuestion(question)), urgent: true };
  }
  if (before.kind === 'running' && after.last !== null) {
    const body = escapeMarkup(joined(sayResult(after.last), sayUnplug(after.last, diskName)));
    return { title: profileName, body, urgent: after.last.outcome === 'failed' };
  }
  return null;
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

// Notification servers read the body as markup, and Electron passes it on as it is.
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
