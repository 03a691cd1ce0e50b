import type { ProfileRequest } from './application-requests.js';
import type { Profile } from './profile.js';
import type { Result } from './result.js';
import type { ChangeCounts } from './run-event.js';
import type { Triggers } from './triggers.js';

/** A profile as it is edited, with the person's own choices for it. */
export interface ProfileDraft {
  readonly profile: Profile;
  readonly triggers: Triggers;
  /** True: it is installed in the system, and root carries it out. */
  readonly needsRoot: boolean;
}

export type DraftField =
  | 'name'
  | 'source'
  | 'destination'
  | 'disk'
  | 'tunnel'
  | 'timeout'
  | 'bandwidth'
  | 'passwordFile'
  | 'excludes'
  | 'rotation';

export interface DraftProblem {
  readonly field: DraftField;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** What was typed, with a mark below the place that is wrong; may be empty. */
  readonly detail: string;
  /** False: it can be saved all the same. */
  readonly blocking: boolean;
}

export interface DraftCheck {
  readonly problems: readonly DraftProblem[];
  /** What of another machine the destination is; null: it is on this one, or cannot be read. */
  readonly remote: 'ssh' | 'daemon' | null;
  /** For a terminal, to do the same there. */
  readonly commandLine: string;
}

/** A step on the way to another machine. */
export interface TestStep {
  readonly what: string;
  readonly state: 'yes' | 'no' | 'unknown';
}

/** Something to be done in a terminal. */
export interface RemedyStep {
  readonly why: string;
  readonly command: string;
}

export interface TestReport {
  /** How far it came on its way to another machine; empty: the destination is on this one. */
  readonly steps: readonly TestStep[];
  readonly result: Result<Rehearsal>;
  /** What to do about a failure; may be empty. */
  readonly remedy: readonly RemedyStep[];
}

/** What a run would do. */
export interface Rehearsal {
  readonly changes: ChangeCounts;
  readonly warnings: readonly string[];
}

/** A disk that this computer knows, in crypttab(5) or fstab(5). */
export interface DiskChoice {
  readonly name: string;
  /** Its label or else its model, where that is not the name; null: it has none, or is not connected. */
  readonly device: string | null;
  /** Bytes; null: it is not connected. */
  readonly size: number | null;
  /** crypttab(5) name; null: it is not encrypted. */
  readonly cryptoName: string | null;
  /** null: nothing says where it is mounted, so that it cannot be used. */
  readonly mountPoint: string | null;
}

/** A connected USB disk that this computer does not know, and so cannot use yet. */
export interface UnknownDisk {
  /** Its label, or else its model. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** `locked`, `not-mounted`: nothing says how it is unlocked, or where it is mounted; `unsuited`: its file system is no place for backups. */
  readonly reason: 'locked' | 'not-mounted' | 'unsuited' | 'empty';
  /** With which root makes it known; empty: it has to be set up anew. */
  readonly commands: readonly string[];
}

export interface Disks {
  readonly choices: readonly DiskChoice[];
  readonly unknown: readonly UnknownDisk[];
}

export interface NewProfileRequest {
  /** Of the profile that is copied; null: none is. */
  readonly copyOf: string | null;
}

export interface SourceRequest {
  readonly source: string;
}

/** How many bytes each preset of excludes would save, by its id. */
export interface ExcludeSizes {
  readonly sizes: Readonly<Record<string, number>>;
  /** False: there was too much to look at; it is more than this. */
  readonly complete: boolean;
}

/** What the window asks about profiles, by channel. */
export interface ProfileContract {
  readonly 'profile:new': { readonly request: NewProfileRequest; readonly answer: ProfileDraft };
  readonly 'profile:read': { readonly request: ProfileRequest; readonly answer: ProfileDraft };
  readonly 'profile:check': { readonly request: ProfileDraft; readonly answer: DraftCheck };
  /** Says what a run would do, and does nothing. */
  readonly 'profile:test': { readonly request: ProfileDraft; readonly answer: TestReport };
  readonly 'profile:stop-test': { readonly request: null; readonly answer: null };
  readonly 'profile:save': { readonly request: ProfileDraft; readonly answer: null };
  /** Its backups stay where they are. */
  readonly 'profile:remove': { readonly request: ProfileRequest; readonly answer: null };
  readonly 'disk:choices': { readonly request: null; readonly answer: Disks };
  /** Those that this computer is on; null: there is no NetworkManager to tell. */
  readonly 'networks:read': { readonly request: null; readonly answer: readonly string[] | null };
  /** null: none was chosen. */
  readonly 'folder:choose': { readonly request: null; readonly answer: string | null };
  readonly 'excludes:measure': { readonly request: SourceRequest; readonly answer: ExcludeSizes };
}
