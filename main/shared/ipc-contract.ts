import type { AppView } from './app-view.js';
import type { ApplicationContract } from './application-requests.js';
import type { Place } from './place.js';
import type { ProfileContract } from './profile-requests.js';
import type { Result } from './result.js';
import type { LastRestore, SnapshotContract } from './snapshot-requests.js';
import type { RestoreProgress, WorkProgress } from './work-progress.js';

/** What the window asks of the main process, by channel. */
export interface AskContract extends ApplicationContract, ProfileContract, SnapshotContract {}

/** What the main process tells the window, by channel. */
export interface ListenContract {
  readonly 'view:changed': AppView;
  /** The person has asked for this page from outside of the window. */
  readonly 'place:changed': Place;
  readonly 'restore:progress': RestoreProgress;
  readonly 'restore:last': LastRestore | null;
  readonly 'snapshots:progress': WorkProgress;
  /** There is more in the log. */
  readonly 'log:changed': null;
}

export type AskChannel = keyof AskContract;
export type AskRequest<C extends AskChannel> = AskContract[C]['request'];
export type AskAnswer<C extends AskChannel> = AskContract[C]['answer'];
export type ListenChannel = keyof ListenContract;

/** All that the preload script gives to the window, as `window.backup`. */
export interface BackupBridge {
  readonly ask: <C extends AskChannel>(
    channel: C,
    request: AskRequest<C>,
  ) => Promise<Result<AskAnswer<C>>>;
  /** Returns a function that ends the listening. */
  readonly listen: <C extends ListenChannel>(
    channel: C,
    listener: (message: ListenContract[C]) => void,
  ) => () => void;
}
