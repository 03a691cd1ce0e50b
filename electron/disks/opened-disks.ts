import { powerMonitor } from 'electron/main';
import { putAwayTime } from '../../main/domain/put-away-time.js';
import type { PutAway } from '../../main/shared/helper-protocol.js';
import type { Profile } from '../../main/shared/profile.js';
import type { Result } from '../../main/shared/result.js';
import { Alarm } from '../automation/alarm.js';
import { openDisk } from './opened-disk.js';
import type { OpenedDisk } from './opened-disk.js';

export interface OpenedDisksPorts {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly windowOpen: () => boolean;
  /** The profile that is being backed up; null: none. */
  readonly backingUp: () => Profile | null;
  /** Whether disks are open is to be looked at again. */
  readonly onChange: () => Promise<void>;
  /** One was put away without anybody's asking for it, or should have been. */
  readonly onPutAway: (profileId: string, result: Result<PutAway>) => void;
}

interface Opened {
  readonly profile: Profile;
  readonly disk: OpenedDisk;
  /** Settles when it is put away, and that was told. */
  readonly over: Promise<void>;
}

/** The disks that were opened to look at snapshots: put away when the window is closed, or nobody has used it for a while. */
export class OpenedDisks {
  readonly #ports: OpenedDisksPorts;
  readonly #alarm: Alarm;
  /** By the disk: several profiles may have one. */
  readonly #opened = new Map<string, Opened>();
  #usedAt = 0;
  #working = 0;

  constructor(ports: OpenedDisksPorts) {
    this.#ports = ports;
    this.#alarm = new Alarm(ports.now, () => this.consider());
    // While the computer slept nobody looked either.
    powerMonitor.on('resume', () => this.consider());
  }

  get isEmpty(): boolean {
    return this.#opened.size === 0;
  }

  /** @param passphrase null: there is a key file, as far as anybody knows */
  async open(profile: Profile, passphrase: string | null): Promise<Result<null>> {
    // One that somebody else has put away meanwhile.
    await this.lock(profile);
    this.touch();
    const disk = openDisk(profile.id, passphrase);
    const over = disk.ended.then((result) => this.#ended(profile, disk, result));
    this.#opened.set(diskOf(profile), { profile, disk, over });
    const opened = await disk.opened;
    await this.#ports.onChange();
    this.consider();
    return opened;
  }

  /** Puts the profile's disk away; null: it was not opened here. */
  async lock(profile: Profile): Promise<Result<PutAway> | null> {
    const name = diskOf(profile);
    const disk = this.#opened.get(name)?.disk;
    if (disk === undefined) return null;
    this.#opened.delete(name);
    disk.putAway();
    return disk.ended;
  }

  /** The person does something in the window. */
  touch(): void {
    this.#usedAt = this.#ports.now();
  }

  /** What `work` reads stays open meanwhile. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#working += 1;
    try {
      return await work();
    } finally {
      this.#working -= 1;
      this.touch();
      this.consider();
    }
  }

  /** Puts away what nobody looks at any more; to be called when that may have changed. */
  consider(): void {
    const next = [...this.#opened.values()].map((opened) => this.#consider(opened));
    const times = next.filter((time) => time !== null);
    this.#alarm.set(times.length === 0 ? null : Math.min(...times));
  }

  /** Settles when nothing is open any more, or somebody keeps it so. */
  async putAllAway(): Promise<void> {
    const all = [...this.#opened.values()];
    for (const { disk } of all) disk.putAway();
    await Promise.all(all.map(({ over }) => over));
  }

  #consider({ profile, disk }: Opened): number | null {
    const { windowOpen, backingUp, now } = this.#ports;
    const running = backingUp();
    const time = putAwayTime({
      windowOpen: windowOpen(),
      working: this.#working > 0,
      backingUp: running !== null && diskOf(running) === diskOf(profile),
      usedAt: this.#usedAt,
    });
    if (time === null || time > now()) return time;
    disk.putAway();
    return null;
  }

  async #ended(profile: Profile, disk: OpenedDisk, result: Result<PutAway>): Promise<void> {
    const name = diskOf(profile);
    if (this.#opened.get(name)?.disk !== disk) return;
    this.#opened.delete(name);
    await this.#ports.onChange();
    if ((await disk.opened).ok) this.#ports.onPutAway(profile.id, result);
  }
}

function diskOf({ cryptoName, mountPoint }: Profile): string {
  return JSON.stringify([cryptoName, mountPoint]);
}
