import { describe, expect, it } from 'vitest';
import { matchesShellPattern } from '../../main/domain/shell-pattern.js';

describe('matchesShellPattern', () => {
  it.each([
    ['2026-*', '2026-11-21', true],
    ['*', '', true],
    ['/mnt/*', '/mnt/a/b', true],
    ['/mnt/*', '/media/a', false],
    ['2026', '2026-11-21', false],
    ['?', 'a', true],
    ['?', '🦊', true],
    ['?', '', false],
    ['a*c', 'a\nc', true],
    ['[a-c]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[!a-c]x', 'dx', true],
    ['[!a-c]x', 'bx', false],
    ['[]x]', ']', true],
    ['[!]x]', 'a', true],
    ['[^a]', '^', true],
    ['[a-]', '-', true],
    ['[z-a]', 'm', false],
    ['[a\\d]', '\\', true],
    ['[]', '[]', true],
    ['[!]', '[!]', true],
    ['[ab', '[ab', true],
    ['a.b', 'axb', false],
    ['a\\*b', 'a\\xxb', true],
    ['(a|b)+$', '(a|b)+$', true],
    ['Photos', 'photos', false],
  ])('compares %j with %j', (pattern, name, isMatch) => {
    expect(matchesShellPattern(name, pattern)).toBe(isMatch);
  });
});
