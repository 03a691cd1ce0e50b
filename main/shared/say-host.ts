import type { HostView } from './app-view.js';
import { sayTime } from './say-time.js';

export interface HostWords {
  /** After the host's name. */
  readonly state: string;
  /** Why its room is not shown; empty: it is, or will be. */
  readonly room: string;
}

export function sayHost({ kind, answer }: HostView, now: Date, locale: string): HostWords {
  const room = kind === 'daemon' ? 'An rsync daemon does not tell how much room it has.' : '';
  if (answer === null) return { state: 'not asked yet', room };
  const at = sayTime(new Date(answer.at), now, locale);
  return { state: answer.answers ? `answered ${at}` : `did not answer ${at}`, room };
}
