import type { Occasion } from '../../main/domain/due.js';
import { backupIn } from '../../main/domain/last-backup.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import { placeOf } from '../../main/domain/same-place.js';
import type { AppView } from '../../main/shared/app-view.js';
import type { Result } from '../../main/shared/result.js';
import type { RunEntry, RunTrigger } from '../../main/shared/run-log.js';
import type { RunResult, RunState } from '../../main/shared/run-state.js';
import { logProblem } from '../log.js';
import type { Notices } from '../notifications/notices.js';
import { SleepBlock } from '../power/sleep-block.js';
import type { KnownProfile, KnownProfiles } from '../profiles/known-profiles.js';
import { lookAtSpace } from './look-at-space.js';
import type { RunLogFile } from './run-log-file.js';
import type { RunService } from './run-service.js';

export interface RunFollowerPorts {
  readonly runs: () => RunService;
  readonly profiles: KnownProfiles;
  readonly log: RunLogFile;
  readonly notices: Notices;
  readonly view: () => AppView;
  readonly now: () => number;
  readonly onStarted: (profileId: string) => void;
  readonly onEnded: () => void;
  /** The run has a question for somebody who is there. */
  readonly onQuestion: () => void;
}

type Running = Extract<RunState, { readonly kind: 'running' }>;

/** Starts runs, and sees to what follows from them: log, notifications, a computer that stays awake. */
export class RunFollower {
  readonly #ports: RunFollowerPorts;
  readonly #sleepBlock = new SleepBlock();
  #trigger: RunTrigger = 'hand';
  /** As it was when the run started. */
  #started: KnownProfile | null = null;
  /** False: nobody may be there to answer a question of the run that is going on. */
  #attended = true;

  constructor(ports: RunFollowerPorts) {
    this.#ports = ports;
  }

  start(known: KnownProfile, trigger: 'hand' | Occasion['kind'], attended: boolean): Result<null> {
    const runs = this.#ports.runs();
    if (runs.state.kind !== 'running') {
      this.#trigger = trigger;
      this.#started = known;
      this.#attended = attended;
    }
    return runs.start(known);
  }

  runChanged(before: RunState, after: RunState): void {
    const { notices, view } = this.#ports;
    this.#sleepBlock.show(after);
    if (after.kind === 'running') {
      // The window that opens for a question is not yet looked at.
      notices.runChanged(before, after, view());
      this.#goesOn(before, after);
    } else {
      // Whether it is tried again depends on the log.
      this.#ended(after);
      notices.runChanged(before, after, view());
    }
  }

  #goesOn(before: RunState, { run }: Running): void {
    if (before.kind !== 'running') this.#ports.onStarted(run.profileId);
    const phaseBefore = before.kind === 'running' ? before.run.phase : null;
    if (run.phase !== null && run.phase !== phaseBefore && LOOKS_AT_SPACE.has(run.phase)) {
      void this.#lookAtSpace(run.profileId);
    }
    const asksAnew = run.question !== null && before.kind === 'running' && !before.run.question;
    if (asksAnew && this.#attended) this.#ports.onQuestion();
  }

  #ended({ last }: Exclude<RunState, Running>): void {
    if (last === null) return;
    const { profiles, log, onEnded } = this.#ports;
    if (backupIn(last) !== null) profiles.forgetSnapshots(last.profileId);
    log.addRun({ kind: 'run', trigger: this.#trigger, ...this.#whereTo(last), result: last });
    onEnded();
  }

  #whereTo({ profileId }: RunResult): Pick<RunEntry, 'profileName' | 'host' | 'place'> {
    const profile = this.#started?.profile;
    if (profile === undefined) return { profileName: profileId };
    const remote = remotePlace(profile);
    const host = remote === null ? {} : { host: remote.host };
    return { profileName: profile.name, ...host, place: placeOf(profile) };
  }

  async #lookAtSpace(profileId: string): Promise<void> {
    const { profiles, log, now } = this.#ports;
    const known = profiles.find(profileId);
    if (known === null) return;
    try {
      const sample = await lookAtSpace(known.profile, now());
      if (sample !== null) log.noteSpace(profileId, sample);
    } catch (error) {
      logProblem('the room on a disk cannot be seen', error);
    }
  }
}

/** The disk is mounted, and as full as it gets or as empty as rotation makes it. */
const LOOKS_AT_SPACE: ReadonlySet<string> = new Set(['snapshot', 'rotate', 'unmount']);
