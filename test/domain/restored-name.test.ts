import { describe, expect, it } from 'vitest';
import { nameBeside } from '../../main/domain/restored-name.js';

const SNAPSHOT = '2026-11-21 19:36:28';

function beside(name: string, { isDirectory = false, attempt = 1 } = {}): string {
  const bytes = nameBeside(Buffer.from(name), isDirectory, SNAPSHOT, attempt);
  return Buffer.from(bytes).toString();
}

describe('a name beside what is there', () => {
  it.each([
    ['letter.odt', 'letter (2026-11-21 19.36).odt'],
    ['archive.tar.gz', 'archive.tar (2026-11-21 19.36).gz'],
    ['README', 'README (2026-11-21 19.36)'],
    ['.profile', '.profile (2026-11-21 19.36)'],
    ['ends with a dot.', 'ends with a dot (2026-11-21 19.36).'],
    ['Dr. Who and the very long ending', 'Dr. Who and the very long ending (2026-11-21 19.36)'],
  ])('of “%s” is “%s”', (name, expected) => {
    expect(beside(name)).toBe(expected);
  });

  it('of a directory has its date at the end', () => {
    expect(beside('my.files', { isDirectory: true })).toBe('my.files (2026-11-21 19.36)');
  });

  it('is counted where it is taken too', () => {
    expect(beside('letter.odt', { attempt: 3 })).toBe('letter (2026-11-21 19.36, 3).odt');
  });

  it('is never too long for Linux, and cuts no character in two', () => {
    const name = beside(`${'é'.repeat(125)}.odt`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^é+ \(2026-11-21 19\.36\)\.odt$/);
  });

  it('keeps bytes that are no UTF-8', () => {
    const bytes = nameBeside(Buffer.from([0xff, 0xfe]), false, SNAPSHOT, 1);
    expect([...bytes.subarray(0, 2)]).toEqual([0xff, 0xfe]);
  });

  it('takes the names of other tools’ snapshots as they are', () => {
    expect(Buffer.from(nameBeside(Buffer.from('a'), false, '20261121', 1)).toString()).toBe(
      'a (20261121)',
    );
  });
});
