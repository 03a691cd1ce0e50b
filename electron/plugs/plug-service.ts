import { isMeant } from '../../main/domain/block-device.js';
import type { BlockDevice } from '../../main/domain/block-device.js';
import type { DiskFacts } from '../../main/domain/disk-view.js';
import { onDisk } from '../../main/domain/plug-decision.js';
import type { SkipReason } from '../../main/domain/plug-decision.js';
import { devicesOf, profileDisk } from '../../main/domain/plug-match.js';
import type { DeviceEvent } from '../../main/domain/udev-devices.js';
import { assertNever } from '../../main/shared/assert-never.js';
import type { RunState } from '../../main/shared/run-state.js';
import { logNote } from '../log.js';
import type { KnownProfile, KnownProfiles } from '../profiles/known-profiles.js';

export interface PlugPorts {
  readonly profiles: KnownProfiles;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly run: () => RunState;
  /** @param initial the disk was there when the application started: nobody may be looking */
  readonly start: (known: KnownProfile, initial: boolean) => void;
}

/** Starts the backups whose disk is plugged in. */
export class PlugService {
  readonly #ports: PlugPorts;
  /** Times of the backups that were too recent, by profile id. */
  readonly #skipped = new Map<string, number>();
  /** Profiles whose turn comes when the run that is going on has ended; true: initial. */
  readonly #waiting = new Map<string, boolean>();

  constructor(ports: PlugPorts) {
    this.#ports = ports;
  }

  /** See ProfileView. */
  skippedSince(profileId: string): number | null {
    return this.#skipped.get(profileId) ?? null;
  }

  onDevice({ action, device, initial }: DeviceEvent, facts: DiskFacts): void {
    for (const known of this.#ports.profiles.all) {
      const disk = profileDisk(known.profile, facts.tables);
      if (disk === null || disk.source === null || !isMeant(device, disk.source)) continue;
      if (action !== 'remove') this.#onPlugged(known, device, initial);
      else if (devicesOf(disk, facts.connected).length === 0) this.#forget(known);
    }
  }

  onRunStarted(profileId: string): void {
    this.#skipped.delete(profileId);
    this.#waiting.delete(profileId);
  }

  onRunEnded(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [id, initial] of waiting) {
      const known = this.#ports.profiles.find(id);
      if (known !== null) this.#decide(known, initial);
    }
  }

  #onPlugged(known: KnownProfile, { path, label, model }: BlockDevice, initial: boolean): void {
    const what = [label, model, path].filter((name) => name !== null).join(', ');
    const how = initial ? 'is connected' : 'was plugged in';
    logNote(`the disk of “${known.profile.id}” ${how} (${what})`);
    this.#decide(known, initial);
  }

  #decide(known: KnownProfile, initial: boolean): void {
    const { id } = known.profile;
    const history = { lastBackup: this.#ports.profiles.lastBackup(id), run: this.#ports.run() };
    const decision = onDisk(known.profile, known.triggers, history, this.#ports.now());
    if (decision.kind === 'start') {
      logNote(`“${id}” starts because its disk is there`);
      this.#ports.start(known, initial);
      return;
    }
    const { reason } = decision;
    logNote(`“${id}” does not start: ${inWords(reason)}`);
    if (reason.kind === 'too-soon') this.#skipped.set(id, reason.last);
    if (reason.kind === 'another-running') this.#waiting.set(id, initial);
  }

  #forget({ profile: { id } }: KnownProfile): void {
    logNote(`the disk of “${id}” was unplugged`);
    this.#skipped.delete(id);
    this.#waiting.delete(id);
  }
}

function inWords(reason: SkipReason): string {
  switch (reason.kind) {
    case 'switched-off':
      return 'it is not to start when its disk is plugged in';
    case 'running':
      return 'it is running already';
    case 'another-running':
      return 'another backup is running; it comes after that';
    case 'too-soon':
      return `the last backup is recent; the next may start at ${new Date(reason.next).toISOString()}`;
    default:
      return assertNever(reason);
  }
}
