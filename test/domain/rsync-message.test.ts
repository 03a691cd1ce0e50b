import { describe, expect, it } from 'vitest';
import {
  isDestinationBroken,
  isDiskFull,
  parseRsyncMessage,
} from '../../main/domain/rsync-message.js';

describe('parseRsyncMessage', () => {
  it.each([
    ['file has vanished: "/src/a"', 'vanished', '/src/a', null],
    ['directory has vanished: "/src/a"', 'vanished', '/src/a', null],
    [
      'rsync: [sender] send_files failed to open "/src/a": Permission denied (13)',
      'unreadable',
      '/src/a',
      13,
    ],
    ['rsync: [sender] opendir "/src/a" failed: Permission denied (13)', 'unreadable', '/src/a', 13],
    [
      'rsync: [receiver] mkstemp "/dst/.a.Xb3Kqz" failed: Read-only file system (30)',
      'not-written',
      '/dst/.a.Xb3Kqz',
      30,
    ],
    [
      'rsync: [receiver] rename "/dst/.a.Xb3Kqz" -> "a": Input/output error (5)',
      'not-written',
      '/dst/.a.Xb3Kqz',
      5,
    ],
    [
      'rsync: [generator] rsync_xal_set: lremovexattr("/dst/a","user.x") failed: Operation not permitted (1)',
      'not-written',
      '/dst/a',
      1,
    ],
    [
      'rsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1394) [sender=3.5.0]',
      'other',
      null,
      null,
    ],
    ['IO error encountered -- skipping file deletion', 'other', null, null],
    ['', 'other', null, null],
  ])('reads %j', (text, kind, file, errno) => {
    expect(parseRsyncMessage(text)).toEqual({ kind, file, errno, text });
  });

  it.each(['q"uote', 'back\\', 'a: b', '$(reboot)', 'new\\#012line', 'a (28)', 'two "words"'])(
    'finds the name %j, which rsync puts between quotes as it is',
    (name) => {
      const text = `rsync: [sender] send_files failed to open "/src/${name}": Permission denied (13)`;
      expect(parseRsyncMessage(text)).toMatchObject({ file: `/src/${name}`, errno: 13 });
      expect(parseRsyncMessage(`file has vanished: "/src/${name}"`).file).toBe(`/src/${name}`);
    },
  );
});

describe('isDiskFull', () => {
  it.each([
    ['rsync: [receiver] write failed on "/dst/a": No space left on device (28)', true],
    ['rsync: [generator] recv_generator: mkdir "/dst/a" failed: Disk quota exceeded (122)', true],
    ['rsync: [receiver] write failed on "/dst/a": Input/output error (5)', false],
    ['file has vanished: "/src/No space left on device (28)"', false],
  ])('of %j is %s', (text, expected) => {
    expect(isDiskFull(parseRsyncMessage(text))).toBe(expected);
  });
});

describe('isDestinationBroken', () => {
  it.each([
    ['rsync: [receiver] write failed on "/dst/a": Input/output error (5)', true],
    ['rsync: [generator] recv_generator: mkdir "/dst/a" failed: Read-only file system (30)', true],
    ['rsync: [receiver] mkstemp "/dst/.a.X" failed: No such device (19)', true],
    ['rsync: [receiver] mkstemp "/dst/.a.X" failed: No such device or address (6)', true],
    ['rsync: [receiver] mkstemp "/dst/.a.X" failed: Permission denied (13)', false],
    ['rsync: [sender] read errors mapping "/src/a": Input/output error (5)', false],
  ])('of %j is %s', (text, expected) => {
    expect(isDestinationBroken(parseRsyncMessage(text))).toBe(expected);
  });
});
