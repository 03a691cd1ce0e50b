import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from '../../support/run-program.js';
import type { Qmp } from './qmp.js';

export interface UsbDisk {
  readonly serial: string;
  /** The file of this machine that plays it. */
  readonly image: string;
  /** Its name in the guest, from soon after it is plugged in. */
  readonly device: string;
  /** Returns when the guest's hardware has it; the guest's system takes a second or two. */
  readonly plug: () => Promise<void>;
  /** Pulls it, whatever the guest is doing with it. */
  readonly unplug: () => Promise<void>;
}

const NODE = '-medium';
const PREFIX = 'usb-';

/** The guest's USB socket: takes several disks at once. */
export class UsbPort {
  readonly #qmp: Qmp;
  readonly #directory: string;

  /** `directory` is where images of disks lie. */
  constructor(qmp: Qmp, directory: string) {
    this.#qmp = qmp;
    this.#directory = directory;
  }

  /** A new disk with a copy of what the image `template` holds, not yet plugged in. */
  async copyOf(template: string, serial: string): Promise<UsbDisk> {
    const image = join(this.#directory, `${PREFIX}${serial}.img`);
    await runProgram('cp', ['--sparse=always', '--reflink=auto', template, image]);
    return this.disk(image, serial);
  }

  async blank(megabytes: number, serial: string): Promise<UsbDisk> {
    const image = join(this.#directory, `${PREFIX}${serial}.img`);
    await writeFile(image, '');
    await runProgram('truncate', ['--size', `${megabytes}M`, image]);
    return this.disk(image, serial);
  }

  disk(image: string, serial: string): UsbDisk {
    return {
      serial,
      image,
      device: `/dev/disk/by-id/usb-QEMU_QEMU_HARDDISK_${serial}-0:0`,
      plug: () => this.#plug(image, serial),
      unplug: () => this.#unplug(`${PREFIX}${serial}`),
    };
  }

  async #plug(image: string, serial: string): Promise<void> {
    const id = `${PREFIX}${serial}`;
    await this.#qmp.execute('blockdev-add', {
      'node-name': `${id}${NODE}`,
      driver: 'raw',
      // Without a lock, so that a test may look into the image meanwhile.
      file: { driver: 'file', filename: image, locking: 'off' },
      // What the guest flushes outlives its power cut, not that of this machine.
      cache: { 'no-flush': true },
    });
    await this.#qmp.execute('device_add', {
      driver: 'usb-storage',
      bus: 'xhci.0',
      drive: `${id}${NODE}`,
      id,
      serial,
      removable: true,
    });
  }

  async #unplug(id: string): Promise<void> {
    const gone = this.#qmp.next(
      ({ event, data }) => event === 'DEVICE_DELETED' && data?.['device'] === id,
    );
    await this.#qmp.execute('device_del', { id });
    await gone;
    await this.#releaseMedium(`${id}${NODE}`);
  }

  /** The device lets go of it a moment after it is reported as gone. */
  async #releaseMedium(name: string): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        await this.#qmp.execute('blockdev-del', { 'node-name': name });
        return;
      } catch (error) {
        if (tries === 50) throw error;
        await sleep(100);
      }
    }
  }
}
