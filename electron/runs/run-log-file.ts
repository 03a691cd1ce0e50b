import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  withClockSetBack,
  withHeld,
  withRun,
  withSnapshots,
  withSpace,
} from '../../main/domain/append-to-log.js';
import type { HeldRun } from '../../main/domain/append-to-log.js';
import { profileIdsIn } from '../../main/domain/profile-history.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import { parseRunLog } from '../../main/shared/parse-run-log.js';
import type { Profile } from '../../main/shared/profile.js';
import type { Failure } from '../../main/shared/result.js';
import { EMPTY_RUN_LOG } from '../../main/shared/run-log.js';
import type {
  AgeNotice,
  LogEntry,
  RememberedSnapshots,
  RunEntry,
  RunLog,
  SpaceSample,
} from '../../main/shared/run-log.js';
import type { SnapshotTime } from '../../main/shared/snapshot-summary.js';
import { errorCode } from '../../main/system/error-code.js';
import { writeFileAtomically } from '../../main/system/write-file-atomically.js';
import { logProblem } from '../log.js';

/**
 * What the application remembers of runs, in a file. It is advice: a file that cannot be used is kept under another name, and
 * the log begins anew.
 */
export class RunLogFile {
  readonly #path: string;
  readonly #onChange: () => void;
  #log: RunLog = EMPTY_RUN_LOG;
  #problem: Failure | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** @param onChange the log, or whether it can be kept, has changed */
  constructor(path: string, onChange: () => void) {
    this.#path = path;
    this.#onChange = onChange;
    this.#read();
  }

  get entries(): readonly LogEntry[] {
    return this.#log.entries;
  }

  /** Of all that it has something of. */
  get profileIds(): readonly string[] {
    return profileIdsIn(this.#log);
  }

  /** Why the log is not what it should be; null: it is. */
  get problem(): Failure | null {
    return this.#problem;
  }

  ageNoticeOf(profileId: string): AgeNotice | undefined {
    return this.#log.ageNotices[profileId];
  }

  addRun(entry: RunEntry): void {
    this.#set(withRun(this.#log, entry));
  }

  hold(held: HeldRun): void {
    this.#set(withHeld(this.#log, held));
  }

  noteClockSetBack(at: number): void {
    this.#set(withClockSetBack(this.#log, at));
  }

  spacesOf(profileId: string): readonly SpaceSample[] {
    return this.#log.spaces[profileId] ?? [];
  }

  noteSpace(profileId: string, sample: SpaceSample): void {
    this.#set(withSpace(this.#log, profileId, sample));
  }

  /** Those of a destination on another machine, or on a disk of its own; null: none was told of yet. */
  snapshotsOf({ id, destination }: Profile): RememberedSnapshots | null {
    const known = this.#log.snapshots[id];
    return known?.destination === destination ? known : null;
  }

  /** What is always on this machine is looked at when it is shown. */
  noteSnapshots(profile: Profile, snapshots: readonly SnapshotTime[], asOf: number): void {
    const { id, destination, mountPoint } = profile;
    if (remotePlace(profile) === null && mountPoint === null) return;
    this.#set(withSnapshots(this.#log, id, { destination, asOf, snapshots }));
  }

  noteAge(profileId: string, notice: AgeNotice): void {
    this.#set({ ...this.#log, ageNotices: { ...this.#log.ageNotices, [profileId]: notice } });
  }

  /** Settles when everything is written. */
  async written(): Promise<void> {
    await this.#writing;
  }

  #set(log: RunLog): void {
    if (log === this.#log) return;
    this.#log = log;
    // The last of several in a row is enough.
    this.#writing = this.#writing.then(() => (log === this.#log ? this.#write(log) : undefined));
    this.#onChange();
  }

  async #write(log: RunLog): Promise<void> {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      await writeFileAtomically(this.#path, JSON.stringify(log), true);
      if (this.#problem?.code === 'log-not-written') this.#tell(null);
    } catch (error) {
      logProblem('the log of runs cannot be written', error);
      this.#tell({
        code: 'log-not-written',
        title: 'The log of backups could not be written.',
        advice: 'Make room in your home directory. Your backups are not affected.',
        detail: `${this.#path}\n${String(error)}`,
      });
    }
  }

  #tell(problem: Failure | null): void {
    this.#problem = problem;
    this.#onChange();
  }

  #read(): void {
    try {
      const read = parseRunLog(readFileSync(this.#path, 'utf8'));
      if (read.ok) this.#log = read.value;
      else this.#setAside(read.problem);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') this.#setAside(String(error));
    }
  }

  #setAside(why: string): void {
    const aside = `${this.#path}.not-understood`;
    const problem = {
      code: 'log-not-understood',
      title: 'The log of earlier backups could not be understood, and begins anew.',
      advice: 'The old file was kept under another name. Your backups are not affected.',
    };
    try {
      renameSync(this.#path, aside);
      this.#problem = { ...problem, detail: `${aside}\n${why}` };
    } catch (error) {
      this.#problem = { ...problem, detail: `${this.#path}\n${why}\n${String(error)}` };
    }
    logProblem(problem.title, this.#problem.detail);
  }
}
