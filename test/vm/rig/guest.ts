import { BACKUPS_UUID, diskImage, type DiskKind } from './backup-disks.js';
import { GuestShell } from './guest-shell.js';
import { journalSince, type JournalEntry } from './journal.js';
import { waitForSession } from './prepare-guest.js';
import type { Machine } from './qemu.js';
import { runInSession, startInSession } from './session.js';
import type { SessionProcess, SessionProgram, SessionResult } from './session.js';
import { UsbPort, type UsbDisk } from './usb-port.js';

/** The running guest, as a scenario sees it. */
export class Guest {
  /** Over ssh: neither local nor active to polkit. */
  readonly root: GuestShell;
  readonly tester: GuestShell;
  readonly usb: UsbPort;
  readonly #machine: Machine;
  readonly #disks: string;
  /** Where the journal was when the scenario began. */
  cursor = '';

  /** `key` is the file of the private key that opens it; in the directory `disks` are images of every kind. */
  constructor(machine: Machine, key: string, disks: string) {
    const { directory } = machine.plan;
    const address = { sshPort: machine.sshPort, key, directory };
    this.root = new GuestShell('root', address);
    this.tester = new GuestShell('tester', address);
    this.usb = new UsbPort(machine.qmp, directory);
    this.#machine = machine;
    this.#disks = disks;
  }

  /** A new disk of a kind, not yet plugged in. Several need serials of their own. */
  disk(kind: DiskKind, serial = 'BACKUP0001'): Promise<UsbDisk> {
    return this.usb.copyOf(diskImage(this.#disks, kind), serial);
  }

  /** Waits until udev knows the disk, and is done with it. */
  async settled(device = `/dev/disk/by-uuid/${BACKUPS_UUID}`): Promise<void> {
    await this.root.waitUntil(`[ -e ${device} ]`);
    await this.root.run('udevadm', ['settle']);
  }

  /** Runs a program in tester's active session and waits for its end; any exit value is fine. */
  inSession(
    command: readonly [string, ...string[]],
    options: Partial<SessionProgram> = {},
  ): Promise<SessionResult> {
    return runInSession(this.root, command, options);
  }

  startInSession(program: SessionProgram): Promise<SessionProcess> {
    return startInSession(this.root, program);
  }

  /** What was logged since the scenario began. */
  journal(): Promise<readonly JournalEntry[]> {
    return journalSince(this.root, this.cursor);
  }

  /** Like pulling the power cord, and booting again: memory is gone, disks keep what was written. */
  async cutPower(): Promise<void> {
    await this.disconnectShells();
    await this.#machine.qmp.execute('system_reset');
    await this.root.connect();
    await waitForSession(this.root);
    await this.root.script('systemctl start polkit');
    this.cursor = '';
  }

  /**
   * Sleeps for some seconds as when the lid is closed, but for the processor, which the emulator does not wake again:
   * programs are frozen and devices suspended.
   */
  async sleep(): Promise<void> {
    await this.root.script('echo devices > /sys/power/pm_test; systemctl suspend');
    await this.root.waitUntil('[ "$(cat /sys/power/suspend_stats/success)" -gt 0 ]');
  }

  async disconnectShells(): Promise<void> {
    await this.root.disconnect();
    await this.tester.disconnect();
  }
}
