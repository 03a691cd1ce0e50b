import { expect, it } from 'vitest';
import { snapshotModule } from '../../main/domain/daemon-snapshots.js';
import { formatDestination, parseDestination } from '../../main/domain/destination.js';

it.each([
  ['rsync://nas/laptop', 'rsync://nas/laptop-snapshots'],
  ['me@nas::laptop/', 'rsync://me@nas/laptop-snapshots'],
  ['rsync://nas:8730/backups/latest', 'rsync://nas:8730/backups'],
  ['rsync://nas/backups/my laptop/latest/', 'rsync://nas/backups/my laptop'],
  ['rsync://nas/backups//a//b', 'rsync://nas/backups/a'],
])('the snapshots of %s are in %s', (destination, snapshots) => {
  const parsed = parseDestination(destination);
  if (!parsed.ok || parsed.value.kind !== 'daemon') throw new Error('It is no module.');
  const { place, isBeside } = snapshotModule(parsed.value);
  expect(formatDestination(place)).toBe(snapshots);
  expect(isBeside).toBe(snapshots.endsWith('-snapshots'));
});
