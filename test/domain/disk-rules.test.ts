import { expect, it } from 'vitest';
import { diskRules } from '../../main/domain/disk-rules.js';

const disk = { name: 'backups', encrypted: true, permanent: false };

function devicesIn(rules: string | null): readonly string[] {
  return [...(rules ?? '').matchAll(/ SYMLINK=="([^"]*)", ENV\{UDISKS_AUTO\}="0"$/gm)].map(
    ([, device = '']) => device,
  );
}

it('names the locked disk and what it is when it is unlocked', () => {
  const rules = diskRules('home', { ...disk, source: 'UUID=1234-ab' });
  expect(devicesIn(rules)).toEqual(['disk/by-uuid/1234-ab', 'mapper/backups']);
  expect(rules).toMatch(/^# .*“home”.*\n(SUBSYSTEM=="block", .*\n){4}$/);
});

it.each([
  ['/dev/sdb1', 'sdb1'],
  ['LABEL=Blue disk', 'disk/by-label/Blue*x20disk'],
  ['/dev/x", RUN+="/bin/sh', 'x*RUN+=*/bin/sh'],
  ['/dev/a\nb|c[d]?', 'a*b*c*d*'],
])('takes nothing of the name %j for more than a name', (source, device) => {
  expect(devicesIn(diskRules('home', { ...disk, encrypted: false, source }))).toEqual([device]);
});

it.each([
  ['there is no disk', null],
  ['it is in no table', { ...disk, source: null }],
  ['it is an internal one', { ...disk, encrypted: false, source: '/dev/sda2', permanent: true }],
])('says nothing where %s', (_, none) => {
  expect(diskRules('home', none)).toBeNull();
});
