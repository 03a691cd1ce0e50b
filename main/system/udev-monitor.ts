import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BlockDevice } from '../domain/block-device.js';
import { afterNews } from '../domain/udev-devices.js';
import type { DeviceEvent, DeviceNews, KnownDevices } from '../domain/udev-devices.js';
import { splitUdevRecords } from '../domain/udev-record.js';
import type { UdevRecord } from '../domain/udev-record.js';
import { pauseBeforeRestart } from '../domain/udev-restart.js';
import { CancelledError } from '../shared/backup-error.js';
import { listBlockDevices } from './block-devices.js';
import { lastLine, runCommand } from './run-command.js';

const MONITOR = ['monitor', '--udev', '--property', '--subsystem-match=block'];

/** Seconds. A device that keeps udev busy for longer must not keep us from all others. */
const SETTLE = ['settle', '--timeout=10'];

export interface UdevObserver {
  readonly onEvent: (event: DeviceEvent) => void;
  /** Something else has changed about block devices: a disk was unlocked or locked, for example. */
  readonly onActivity: () => void;
  /** udevadm cannot be used, or has ended; it is tried again. */
  readonly onProblem: (problem: unknown) => void;
}

/** Tells of disks and partitions as they come and go: at first of all that are there, then of every change. */
export class UdevMonitor {
  readonly #observer: UdevObserver;
  readonly #stopping = new AbortController();
  readonly #over: Promise<void>;
  #known: KnownDevices = new Map();
  #untold: readonly UdevRecord[] = [];
  #mustList = false;
  #telling: Promise<void> | null = null;

  constructor(observer: UdevObserver) {
    this.#observer = observer;
    this.#over = this.#listen();
  }

  get connected(): readonly BlockDevice[] {
    return [...this.#known.values()];
  }

  /** Settles when no process of ours is left. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#over;
    await this.#telling;
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #listen(): Promise<void> {
    for (let pause = 0; !this.#stopped;) {
      const started = performance.now();
      await this.#unlessStopped(() => this.#listenOnce());
      pause = pauseBeforeRestart(pause, performance.now() - started);
      await this.#unlessStopped(() => sleep(pause, undefined, this.#stopping));
    }
  }

  async #listenOnce(): Promise<void> {
    const decoder = new StringDecoder('utf8');
    let text = '';
    const { complaint, exitCode } = await runCommand('udevadm', MONITOR, {
      signal: this.#stopping.signal,
      onOutput: (chunk) => {
        const { records, rest } = splitUdevRecords(text + decoder.write(chunk));
        text = rest;
        this.#hear(records);
      },
    });
    this.#observer.onProblem(`udevadm ended with ${exitCode}: ${lastLine(complaint)}`);
  }

  #hear(records: readonly UdevRecord[]): void {
    if (records.some(({ kind }) => kind === 'listening')) this.#mustList = true;
    this.#untold = [...this.#untold, ...records.filter(({ kind }) => kind !== 'listening')];
    this.#telling ??= this.#unlessStopped(() => this.#tell()).finally(() => {
      this.#telling = null;
    });
  }

  async #tell(): Promise<void> {
    while (!this.#stopped && (this.#mustList || this.#untold.length > 0)) {
      await this.#settle();
      if (this.#mustList) {
        const devices = await listBlockDevices(this.#stopping.signal);
        this.#mustList = false;
        this.#take({ kind: 'listed', devices });
      }
      const records = this.#untold;
      this.#untold = [];
      this.#take({ kind: 'told', records });
      if (records.some(({ kind }) => kind === 'other')) this.#observer.onActivity();
    }
  }

  /** Waits for what belongs to the same disk, such as the links of its partitions. */
  async #settle(): Promise<void> {
    const { signal } = this.#stopping;
    const { exitCode, complaint } = await runCommand('udevadm', SETTLE, { signal });
    if (exitCode !== 0) this.#observer.onProblem(`udev does not settle: ${lastLine(complaint)}`);
  }

  #take(news: DeviceNews): void {
    const { known, events } = afterNews(this.#known, news);
    this.#known = known;
    for (const event of events) this.#observer.onEvent(event);
  }

  async #unlessStopped(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#stopped || !(error instanceof CancelledError || isAbort(error))) {
        this.#observer.onProblem(error);
      }
    }
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
