/** What the helper remembers of an installed profile, for everybody: `PROFILE_STATES/<id>.json`. */
export interface ProfileState {
  readonly version: 1;
  /** What all this is about, as same-place.ts writes it; null: states of before that was noted. */
  readonly place: string | null;
  /** Identity of the destination that the profile has written to; null before its first run. */
  readonly destinationId: string | null;
  /** When `lastBackup` became so: ISO 8601, UTC; null: states of before that was noted, or nothing has. */
  readonly asOf: string | null;
  /** null: there was none yet, or it was removed. */
  readonly lastBackup: {
    /** ISO 8601, UTC. What changed while the run went on may be missing from it. */
    readonly start: string;
    /** ISO 8601, UTC. */
    readonly end: string;
    /** False: some files could not be read or written. */
    readonly complete: boolean;
  } | null;
}

export const NEVER_RUN: ProfileState = {
  version: 1,
  place: null,
  destinationId: null,
  asOf: null,
  lastBackup: null,
};
