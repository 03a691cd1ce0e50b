import { assertNever } from '../shared/assert-never.js';
import type { RunResult, RunState } from '../shared/run-state.js';
import { sayCount } from '../shared/say-count.js';
import { sayDuration } from '../shared/say-duration.js';

export interface NotificationText {
  /** Plain text. */
  readonly title: string;
  /** Markup, in which names from outside are escaped. */
  readonly body: string;
  readonly urgent: boolean;
}

/** What a person is told when the run state goes from one to the next; null: nothing. */
export function runNotification(
  before: RunState,
  after: RunState,
  profileName: string,
): NotificationText | null {
  if (before.kind !== 'running' && after.kind === 'running') {
    return { title: profileName, body: 'The backup has started.', urgent: false };
  }
  if (before.kind === 'running' && after.kind !== 'running' && after.last !== null) {
    const body = escapeMarkup(sayResult(after.last));
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
      return 'The backup was cancelled. Older snapshots are not affected.';
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

// Notification servers read the body as markup, and Electron passes it on as it is.
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
