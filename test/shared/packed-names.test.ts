import { expect, it } from 'vitest';
import { packNames, unpackNames } from '../../main/shared/packed-names.js';

it('keeps all that is known of each name, in its order', () => {
  const names = [
    { name: 'Documents', isDirectory: true },
    { name: '\\#303\\#251t\\#303\\#251', label: 'été', isDirectory: true },
    { name: 'letter "one".odt', isDirectory: false },
    { name: 'caf\\#303\\#251', label: 'café', isDirectory: false },
    { name: 'plan.ods', isDirectory: false, lastIn: '2026-11-21 19:36:28' },
  ];
  expect(unpackNames(packNames(names))).toEqual(names);
});
