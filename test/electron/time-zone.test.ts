import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TimeZone } from '../../electron/automation/time-zone.js';

let directory: string;
let link: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rsync-system-backup-zone-'));
  link = join(directory, 'localtime');
  symlinkSync('/usr/share/zoneinfo/Europe/Berlin', link);
});

afterEach(() => {
  rmSync(directory, { recursive: true });
  vi.unstubAllEnvs();
});

it('a computer that travels is followed', () => {
  vi.stubEnv('TZ', undefined);
  const zone = new TimeZone(process.env, link);
  zone.follow();
  expect(process.env['TZ']).toBeUndefined();
  move('../usr/share/zoneinfo/Asia/Tokyo');
  zone.follow();
  expect(new Date(0).getHours()).toBe(9);
  move('/usr/share/zoneinfo/America/New_York');
  zone.follow();
  expect(new Date(0).getHours()).toBe(19);
});

it('a zone that the person has chosen for the program stays', () => {
  const environment = { TZ: 'UTC' };
  const zone = new TimeZone(environment, link);
  move('/usr/share/zoneinfo/Asia/Tokyo');
  zone.follow();
  expect(environment.TZ).toBe('UTC');
});

it('a file that is no link, or is not there, changes nothing', () => {
  const environment: Record<string, string | undefined> = {};
  const zone = new TimeZone(environment, link);
  rmSync(link);
  zone.follow();
  writeFileSync(link, 'TZif');
  zone.follow();
  expect(environment).toEqual({});
});

function move(target: string): void {
  rmSync(link);
  symlinkSync(target, link);
}
