import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.js';

/** The kernel's Documentation/ABI/testing/sysfs-class-power. */
const SUPPLIES = '/sys/class/power_supply';

/** Whether the computer runs on its battery. One without a battery, or that tells nothing, does not. */
export function isOnBattery(directory: string = SUPPLIES): boolean {
  const supplies = list(directory).map((name) => join(directory, name));
  // A mouse has a battery too; its scope is “Device”.
  const ours = supplies.filter((path) => read(path, 'scope') !== 'Device');
  const hasBattery = ours.some((path) => read(path, 'type') === 'Battery');
  const hasMains = ours.some((path) => read(path, 'online') === '1');
  return hasBattery && !hasMains;
}

function list(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Empty where the supply says nothing of it, or has been taken away a moment ago. */
function read(supply: string, attribute: string): string {
  try {
    return readFileSync(join(supply, attribute), 'utf8').trim();
  } catch (error) {
    if (['ENOENT', 'ENODEV', 'ENOTDIR', 'EIO'].includes(errorCode(error) ?? '')) return '';
    throw error;
  }
}
