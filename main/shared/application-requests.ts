import type { AboutView } from './about.js';
import type { AppView } from './app-view.js';
import type { LogEntry } from './run-log.js';
import type { NotificationChoice, Theme } from './settings.js';

export interface ProfileRequest {
  readonly profileId: string;
}

export interface PassphraseRequest {
  readonly passphrase: string;
}

export interface PauseRequest {
  /** One of PAUSE_HOURS; 0 ends the pause. */
  readonly hours: number;
}

export interface ChoicesRequest {
  readonly notifications: NotificationChoice;
  readonly theme: Theme;
  readonly autostart: boolean;
}

export interface TextRequest {
  readonly text: string;
}

/** What the window asks about the application itself, its runs and its settings, by channel. */
export interface ApplicationContract {
  readonly 'view:read': { readonly request: null; readonly answer: AppView };
  readonly 'demonstration:create': { readonly request: null; readonly answer: null };
  readonly 'run:start': { readonly request: ProfileRequest; readonly answer: null };
  readonly 'run:cancel': { readonly request: null; readonly answer: null };
  /** Answers the question of the run that is going on. */
  readonly 'run:answer-passphrase': { readonly request: PassphraseRequest; readonly answer: null };
  /** Unmounts and locks the disk of a profile. */
  readonly 'disk:lock': { readonly request: ProfileRequest; readonly answer: null };
  /** Nothing starts by itself for some hours. */
  readonly 'automation:pause': { readonly request: PauseRequest; readonly answer: null };
  /** Newest first. */
  readonly 'log:read': { readonly request: null; readonly answer: readonly LogEntry[] };
  /** Puts a text into the clipboard. */
  readonly 'text:copy': { readonly request: TextRequest; readonly answer: null };
  readonly 'about:read': { readonly request: null; readonly answer: AboutView };
  readonly 'about:show-chromium-licences': { readonly request: null; readonly answer: null };
  /** Puts what somebody who helps wants to know into the clipboard, and answers it. */
  readonly 'diagnostics:copy': { readonly request: null; readonly answer: string };
  readonly 'settings:choose': { readonly request: ChoicesRequest; readonly answer: null };
  readonly 'settings:reload': { readonly request: null; readonly answer: null };
  readonly 'settings:show': { readonly request: null; readonly answer: null };
}
