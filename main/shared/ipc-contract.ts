import type { AppView } from './app-view.js';
import type { Result } from './result.js';
import type { SnapshotSummary } from './snapshot-summary.js';

export interface ProfileRequest {
  readonly profileId: string;
}

export interface SnapshotRequest extends ProfileRequest {
  /** The snapshot's name, which identifies it within the profile's destination. */
  readonly snapshot: string;
}

export interface PassphraseRequest {
  readonly passphrase: string;
}

/** A snapshot without its path: the window names snapshots, it does not open them. */
export type SnapshotRow = Omit<SnapshotSummary, 'path'>;

/** What the window asks of the main process, by channel. */
export interface AskContract {
  readonly 'view:read': { readonly request: null; readonly answer: AppView };
  readonly 'demonstration:create': { readonly request: null; readonly answer: null };
  readonly 'run:start': { readonly request: ProfileRequest; readonly answer: null };
  readonly 'run:cancel': { readonly request: null; readonly answer: null };
  /** Answers the question of the run that is going on. */
  readonly 'run:answer-passphrase': { readonly request: PassphraseRequest; readonly answer: null };
  /** Unmounts and locks the disk of a profile. */
  readonly 'disk:lock': { readonly request: ProfileRequest; readonly answer: null };
  /** Newest first. */
  readonly 'snapshots:list': {
    readonly request: ProfileRequest;
    readonly answer: readonly SnapshotRow[];
  };
  readonly 'snapshots:show': { readonly request: SnapshotRequest; readonly answer: null };
  readonly 'settings:reload': { readonly request: null; readonly answer: null };
  readonly 'settings:show': { readonly request: null; readonly answer: null };
}

/** What the main process tells the window, by channel. */
export interface ListenContract {
  readonly 'view:changed': AppView;
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
