import { powerMonitor } from 'electron/main';
import { automaticRun } from '../../main/domain/automatic-run.js';
import type { AutomaticRun } from '../../main/domain/automatic-run.js';
import { isMeant } from '../../main/domain/block-device.js';
import type { BlockDevice } from '../../main/domain/block-device.js';
import type { DiskFacts } from '../../main/domain/disk-view.js';
import { isFromTheFuture } from '../../main/domain/due.js';
import type { Occasion } from '../../main/domain/due.js';
import { devicesOf, profileDisk } from '../../main/domain/plug-match.js';
import type { RemoteConditions } from '../../main/domain/hold-reason.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import type { RemotePlace } from '../../main/domain/remote-place.js';
import { profileHistory } from '../../main/domain/profile-history.js';
import type { DeviceEvent } from '../../main/domain/udev-devices.js';
import type { DiskView, HostAnswer } from '../../main/shared/app-view.js';
import type { HoldReason } from '../../main/shared/run-log.js';
import type { RunState } from '../../main/shared/run-state.js';
import { isOnBattery } from '../../main/system/power-supply.js';
import { logNote } from '../log.js';
import type { KnownProfile, KnownProfiles } from '../profiles/known-profiles.js';
import type { RunLogFile } from '../runs/run-log-file.js';
import { Alarm } from './alarm.js';
import { TimeZone } from './time-zone.js';
import { sayHold, sayOccasion } from './say-decision.js';

export interface AutomationPorts {
  readonly profiles: KnownProfiles;
  readonly log: RunLogFile;
  readonly disk: (known: KnownProfile) => DiskView | null;
  /** That this computer is on; null: nobody tells, undefined: nobody has told yet. */
  readonly networks: () => readonly string[] | null | undefined;
  /** Never rejects. */
  readonly hostAnswers: (door: RemotePlace['door']) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly run: () => RunState;
  readonly pausedUntil: () => number | null;
  /** It is time to decide anew, and what is shown may be another: a pause is over, or the computer has slept. */
  readonly onTime: () => void;
  /** @param attended false: nobody may be there to answer a question */
  readonly start: (known: KnownProfile, occasion: Occasion, attended: boolean) => void;
}

interface Plug {
  readonly at: number;
  /** The disk was there when the application started: nobody may be looking. */
  readonly initial: boolean;
}

type Decision = AutomaticRun['decision'];

const NOTHING: Decision = { kind: 'nothing' };

/** Starts what is to run by itself: when a disk is plugged in, by a schedule, again after a failure. */
export class Automation {
  readonly #ports: AutomationPorts;
  readonly #alarm: Alarm;
  readonly #zone = new TimeZone(process.env);
  /** Disks that were plugged in and of which nothing has come yet, by profile id. */
  readonly #plugs = new Map<string, Plug>();
  readonly #decisions = new Map<string, Decision>();
  /** By the door that was knocked at; undefined: nobody has come to it yet. */
  readonly #answers = new Map<string, HostAnswer | undefined>();

  constructor(ports: AutomationPorts) {
    this.#ports = ports;
    const onTime = (): void => {
      this.#zone.follow();
      ports.onTime();
    };
    this.#alarm = new Alarm(ports.now, onTime);
    powerMonitor.on('resume', () => {
      this.forgetHosts();
      onTime();
    });
  }

  /** What was decided last about a profile. */
  decisionOf(profileId: string): Decision {
    return this.#decisions.get(profileId) ?? NOTHING;
  }

  /** What was found out last about the host of a profile; null: nothing. */
  answerOf({ profile }: KnownProfile): HostAnswer | null {
    const place = remotePlace(profile);
    return place === null ? null : (this.#answers.get(keyOf(place.door)) ?? null);
  }

  /** Whether they answer is another question on another network. */
  forgetHosts(): void {
    for (const [key, answer] of this.#answers) if (answer !== undefined) this.#answers.delete(key);
  }

  /** What comes of it is decided next. */
  onDevice({ action, device, initial }: DeviceEvent, facts: DiskFacts): void {
    for (const known of this.#ports.profiles.all) {
      const disk = profileDisk(known.profile, facts.tables);
      if (disk === null || disk.source === null || !isMeant(device, disk.source)) continue;
      if (action !== 'remove') this.#onPlugged(known, device, initial);
      else if (devicesOf(disk, facts.connected).length === 0) this.#onUnplugged(known);
    }
  }

  onRunStarted(profileId: string): void {
    this.#plugs.delete(profileId);
    this.#decisions.delete(profileId);
  }

  /** Looks at every profile anew, and sets the alarm for the next time. */
  decide(): void {
    this.#noteClock();
    const times = this.#ports.profiles.all.map((known) => this.#decide(known));
    const next = [...times, this.#ports.pausedUntil()].filter((time) => time !== null);
    this.#alarm.set(next.length === 0 ? null : Math.min(...next));
  }

  #decide(known: KnownProfile): number | null {
    // It is decided when they are known.
    if (known.triggers.networks.length > 0 && this.#ports.networks() === undefined) return null;
    const { id } = known.profile;
    const plug = this.#plugs.get(id) ?? null;
    const history = profileHistory(this.#ports.log.entries, id);
    const now = this.#ports.now();
    const conditions = this.#conditions(known);
    const { decision, next } = automaticRun(
      known.triggers,
      history,
      plug?.at ?? null,
      conditions,
      now,
    );
    switch (decision.kind) {
      case 'start':
        logNote(`“${id}” starts ${sayOccasion(decision.occasion)}`);
        this.#ports.start(known, decision.occasion, plug?.initial === false);
        break;
      case 'hold':
        this.#hold(known, decision.occasion, decision.reason);
        break;
      case 'ask-host':
        void this.#askHost(known);
        break;
      case 'nothing':
        if (!this.#wasTooSoon(id)) this.#decisions.delete(id);
        break;
    }
    return next;
  }

  #conditions(known: KnownProfile) {
    const { run, pausedUntil, disk, profiles, log } = this.#ports;
    return {
      running: run().kind === 'running',
      pausedUntil: pausedUntil(),
      onBattery: !known.triggers.onBattery && isOnBattery(),
      disk: disk(known),
      remote: this.#remote(known),
      lastBackup: profiles.lastBackup(known.profile, log, this.#ports.now()),
    };
  }

  #remote(known: KnownProfile): RemoteConditions | null {
    if (remotePlace(known.profile) === null) return null;
    const networks = this.#ports.networks() ?? null;
    return { networks, answer: this.answerOf(known), canBeAsked: !known.needsRoot };
  }

  /** What was decided before stays in sight until then. */
  async #askHost({ profile }: KnownProfile): Promise<void> {
    const place = remotePlace(profile);
    if (place === null) return;
    const key = keyOf(place.door);
    if (this.#answers.has(key) && this.#answers.get(key) === undefined) return;
    this.#answers.set(key, undefined);
    const answers = await this.#ports.hostAnswers(place.door);
    this.#answers.set(key, { answers, at: this.#ports.now() });
    this.#ports.onTime();
  }

  #hold({ profile }: KnownProfile, occasion: Occasion, reason: HoldReason): void {
    const { id, name } = profile;
    const place = remotePlace(profile);
    const host = place === null ? {} : { host: place.host };
    const before = this.#decisions.get(id);
    if (before?.kind !== 'hold' || before.reason !== reason) {
      logNote(`“${id}” does not start: ${sayHold(reason)}`);
    }
    this.#decisions.set(id, { kind: 'hold', occasion, reason });
    // Its turn comes; it is only late.
    if (reason === 'another-running') return;
    this.#ports.log.hold({ profileId: id, profileName: name, ...host, reason, to: occasion.at });
    // That the interval passes while the disk stays plugged in must start nothing.
    if (reason === 'too-soon') this.#plugs.delete(id);
  }

  /** Stays in sight until the disk is unplugged. */
  #wasTooSoon(id: string): boolean {
    const before = this.#decisions.get(id);
    return before?.kind === 'hold' && before.reason === 'too-soon';
  }

  #onPlugged(known: KnownProfile, { path, label, model }: BlockDevice, initial: boolean): void {
    const { id } = known.profile;
    const what = [label, model, path].filter((name) => name !== null).join(', ');
    const how = initial ? 'is connected' : 'was plugged in';
    logNote(`the disk of “${id}” ${how} (${what})`);
    const run = this.#ports.run();
    if (run.kind === 'running' && run.run.profileId === id) return;
    this.#plugs.set(id, { at: this.#ports.now(), initial });
  }

  #onUnplugged({ profile: { id } }: KnownProfile): void {
    logNote(`the disk of “${id}” was unplugged`);
    this.#plugs.delete(id);
    this.#decisions.delete(id);
  }

  #noteClock(): void {
    const { profiles, log } = this.#ports;
    const now = this.#ports.now();
    const wasSetBack = profiles.all.some(({ profile }) =>
      isFromTheFuture(profileHistory(log.entries, profile.id).lastStart, now),
    );
    if (wasSetBack) log.noteClockSetBack(now);
  }
}

function keyOf(door: RemotePlace['door']): string {
  return JSON.stringify(door);
}
