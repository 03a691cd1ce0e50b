import type { DiskView } from './app-view.js';
import { assertNever } from './assert-never.js';
import type { RunResult } from './run-state.js';

/** How a disk stands, after its name. */
export function sayDiskState({ state, encrypted }: DiskView): string {
  switch (state) {
    case 'not-connected':
      return 'not connected';
    case 'connected':
      return encrypted ? 'connected and locked' : 'connected';
    case 'open':
      return encrypted ? 'unlocked' : 'in use';
    default:
      return assertNever(state);
  }
}

/** What a person asks for to have it closed. */
export function sayLock({ encrypted }: Pick<DiskView, 'encrypted'>): string {
  return encrypted ? 'Lock' : 'Unmount';
}

export function sayLocked({ name, encrypted }: Pick<DiskView, 'name' | 'encrypted'>): string {
  return `“${name}” is ${encrypted ? 'locked' : 'unmounted'} and can be unplugged.`;
}

/** The disk of which it still holds what a run said about unplugging it; null: it was opened or unplugged since. */
export function diskToUnplug({ safeToUnplug }: RunResult, disk: DiskView | null): string | null {
  if (disk === null || disk.state === 'not-connected') return null;
  return safeToUnplug === true && disk.state === 'open' ? null : disk.name;
}

/** Whether the disk can be unplugged after a run; empty where there is nothing to say. */
export function sayUnplug(result: RunResult, disk: string | null): string {
  const { safeToUnplug, keptBy, warnings } = result;
  // Nobody unplugs the disk that the system itself is on.
  if (safeToUnplug === null || disk === null || keptBy.includes('/')) return '';
  if (safeToUnplug) return `“${disk}” can be unplugged.`;
  const left = warnings.find(({ code }) => code === 'left-open');
  const why = left?.message ?? (keptBy.length === 0 ? '' : `${keptBy.join(', ')}.`);
  return why === '' ? `“${disk}” is still in use.` : `“${disk}” is still in use: ${why}`;
}
