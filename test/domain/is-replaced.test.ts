import { describe, expect, it } from 'vitest';
import { isReplaced, type EntryStatus } from '../../main/domain/is-replaced.js';

const FILE: EntryStatus = { kind: 'file', size: 5, modified: 1_700_000_000.25 };
const LINK: EntryStatus = { ...FILE, kind: 'symlink' };

describe('rsync leaves the inode in latest alone', () => {
  it.each<[string, EntryStatus, EntryStatus | null]>([
    ['when the size differs', FILE, { ...FILE, size: 6 }],
    ['when the source is older', FILE, { ...FILE, modified: FILE.modified + 2 }],
    ['when the source is newer', FILE, { ...FILE, modified: FILE.modified - 3600 }],
    ['when there is none', FILE, null],
    ['when it is of another kind', FILE, LINK],
    ['when a symbolic link is to become a file', LINK, FILE],
    ['when the source is a directory', { ...FILE, kind: 'directory' }, FILE],
    ['because no two names share a directory', { ...FILE, kind: 'directory' }, null],
  ])('%s', (_, source, latest) => {
    expect(isReplaced(source, latest)).toBe(true);
  });
});

describe('rsync may change the inode in latest', () => {
  it.each<[string, EntryStatus, EntryStatus | null]>([
    ['when size and time are the same', FILE, FILE],
    ['when the times differ within a second', FILE, { ...FILE, modified: 1_700_000_000.75 }],
    ['when rounding may hide the same second', FILE, { ...FILE, modified: FILE.modified + 1.5 }],
    ['when both were made before 1970', { ...FILE, modified: -1.5 }, { ...FILE, modified: -0.5 }],
    ['when it is a symbolic link', LINK, { ...LINK, size: 7, modified: 0 }],
    [
      'when it is a device',
      { ...FILE, kind: 'special' },
      { ...FILE, kind: 'special', modified: 0 },
    ],
  ])('%s', (_, source, latest) => {
    expect(isReplaced(source, latest)).toBe(false);
  });
});
