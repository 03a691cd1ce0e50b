import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { usage } from '../../main/cli/usage.js';

it('shows in the README what --help says', () => {
  expect(readFileSync('README.md', 'utf8')).toContain(usage());
});
