import { expect, it } from 'vitest';
import {
  EXCLUDE_PRESETS,
  isChosen,
  presetOf,
  withPreset,
} from '../../main/shared/exclude-presets.js';

const [caches] = EXCLUDE_PRESETS;

it('a preset is chosen and taken back without touching other patterns', () => {
  if (caches === undefined) throw new Error('there are no presets');
  const chosen = withPreset(['*.tmp'], caches, true);
  expect(isChosen(caches, chosen)).toBe(true);
  expect(withPreset(chosen, caches, false)).toEqual(['*.tmp']);
});

it.each([
  ['.cache/a', 'caches'],
  ['me/.cache/deep/a', 'caches'],
  ['me/cache', null],
  ['.cache', null],
  ['.local/share/Trash/files/a', 'trash'],
  ['me/.local/share/Trash/files/a', 'trash'],
  ['.Trash-1001/files/a', 'trash'],
  ['Mail/Trash/cur/1', null],
  ['my.local/share/Trash/a', null],
  ['work/node_modules/x/index.js', 'packages'],
  ['vm/debian.qcow2', 'machines'],
  ['vm/debian.qcow2/notes', null],
  ['letter.odt', null],
])('%s is left out by %s', (path, id) => {
  expect(presetOf(path)?.id ?? null).toBe(id);
});
