import type { Qmp } from './qmp.js';

/**
 * `ready`: booted, tester logged in, the display and the fake desktop running, our program installed, no disk plugged.
 * `application`: the same, with the application idle in the tray.
 * `backed-up`: `ready`, after a run to the disk that Guest.backedUpDisk() has copies of; the source has changed since.
 */
export type MachineState = 'ready' | 'application' | 'backed-up';

/** Nothing may be plugged in: states with devices cannot be loaded without them. */
export async function saveState(qmp: Qmp, state: MachineState): Promise<void> {
  await withoutComplaint(qmp, `savevm ${state}`);
}

/** Memory, devices and root disk; images of USB disks are not rolled back. */
export async function loadState(qmp: Qmp, state: MachineState): Promise<void> {
  await withoutComplaint(qmp, `loadvm ${state}`);
}

export async function hasState(qmp: Qmp, state: MachineState): Promise<boolean> {
  return new RegExp(`\\s${state}\\s`).test(await qmp.monitor('info snapshots'));
}

async function withoutComplaint(qmp: Qmp, line: string): Promise<void> {
  const complaint = await qmp.monitor(line);
  if (complaint.trim() !== '') throw new Error(`QEMU refuses ${line}: ${complaint}`);
}
