import { diskView } from '../../main/domain/disk-view.js';
import type { DiskFacts } from '../../main/domain/disk-view.js';
import type { DeviceEvent } from '../../main/domain/udev-devices.js';
import type { DiskView } from '../../main/shared/app-view.js';
import type { Failure } from '../../main/shared/result.js';
import { readDiskTables, readOpenDisks } from '../../main/system/disk-facts.js';
import { UdevMonitor } from '../../main/system/udev-monitor.js';
import { logProblem } from '../log.js';
import type { KnownProfile } from '../profiles/known-profiles.js';

export interface DiskObserver {
  /** A disk has come or gone; `facts` are of after that. */
  readonly onDevice: (event: DeviceEvent, facts: DiskFacts) => void;
  /** What is connected or open may have changed. */
  readonly onChange: () => void;
}

/** Knows which disks are connected and open. */
export class DiskService {
  readonly #observer: DiskObserver;
  #monitor: UdevMonitor | null = null;
  #facts: DiskFacts = {
    tables: { crypttab: [], fstab: [] },
    open: { mapped: [], mountPoints: [] },
    connected: [],
  };
  #problem: Failure | null = null;
  #unread: Failure | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(observer: DiskObserver) {
    this.#observer = observer;
  }

  /** From now on disks are told of; at first those that are there. */
  start(): void {
    this.#monitor = new UdevMonitor({
      onEvent: (event) => {
        this.#problem = null;
        void this.#next(() => this.#take(event));
      },
      onActivity: () => void this.refresh(),
      onProblem: (problem) => {
        logProblem('disks that are plugged in may go unnoticed', problem);
        this.#problem = { ...UNWATCHED, detail: String(problem) };
        this.#observer.onChange();
      },
    });
  }

  /** Why disks may come and go unnoticed, or are not known at all; null: neither is so. */
  get problem(): Failure | null {
    return this.#unread ?? this.#problem;
  }

  view({ profile, needsRoot }: KnownProfile): DiskView | null {
    return diskView(profile, needsRoot, this.#facts);
  }

  /** Reads everything anew. */
  async refresh(): Promise<void> {
    await this.#next(() => this.#read());
    this.#observer.onChange();
  }

  async stop(): Promise<void> {
    await this.#monitor?.stop();
  }

  async #take(event: DeviceEvent): Promise<void> {
    await this.#read();
    this.#observer.onDevice(event, this.#facts);
    this.#observer.onChange();
  }

  async #read(): Promise<void> {
    // The tables each time: an administrator who edits them need not know of us.
    const [tables, open] = await Promise.all([readDiskTables(), readOpenDisks()]);
    this.#facts = { tables, open, connected: this.#monitor?.connected ?? [] };
    this.#unread = null;
  }

  /** One after the other, in the order of the events. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      logProblem('the disks of this machine cannot be read', error);
      this.#unread = { ...UNREAD, detail: String(error) };
      this.#observer.onChange();
    });
    return this.#work;
  }
}

const UNREAD: Failure = {
  code: 'disks-unread',
  title:
    'Which disks this computer has cannot be read, so that backups to them do not start by themselves.',
  advice:
    'Make “/etc/crypttab” and “/etc/fstab” readable for everybody; the details say what is wrong.',
  detail: '',
};

const UNWATCHED: Failure = {
  code: 'disks-unwatched',
  title: 'This computer does not tell when a disk is plugged in.',
  advice:
    'Backups can be started by hand. To have them start by themselves, install “udevadm” (package “udev”).',
  detail: '',
};
