import { describe, expect, it } from 'vitest';
import {
  decideRestore,
  differInAttributesAlone,
  type EntryFacts,
  type RestoreDecision,
} from '../../main/domain/restore-decision.js';
import type { ConflictRule } from '../../main/shared/helper-protocol.js';

const FILE: EntryFacts = {
  ...{ kind: 'file', size: 10, modifiedAt: 5000, mode: 0o100644, uid: 1000, gid: 1000 },
  ...{ device: 0, linkTarget: null },
};
const DIRECTORY: EntryFacts = { ...FILE, kind: 'directory', mode: 0o040755 };
const LINK: EntryFacts = { ...FILE, kind: 'symbolic-link', linkTarget: 'a', mode: 0o120777 };
const OLDER: EntryFacts = { ...FILE, modifiedAt: 4000 };
const NEWER: EntryFacts = { ...FILE, modifiedAt: 6000 };

describe('what becomes of an entry', () => {
  it.each<[string, EntryFacts, EntryFacts | null, ConflictRule, RestoreDecision]>([
    ['is created where there is nothing', FILE, null, 'only-newer', 'create'],
    ['is the same where nothing differs', FILE, FILE, 'replace', 'same'],
    ['is merged where both are directories', DIRECTORY, DIRECTORY, 'keep-both', 'merge'],
    ['goes beside a file of another time', FILE, NEWER, 'keep-both', 'beside'],
    ['goes beside a directory', FILE, DIRECTORY, 'keep-both', 'beside'],
    ['replaces what differs', FILE, NEWER, 'replace', 'replace'],
    ['replaces a file of another mode', FILE, { ...FILE, mode: 0o100600 }, 'replace', 'replace'],
    ['gives no copy of the same content', FILE, { ...FILE, mode: 0o100600 }, 'keep-both', 'keep'],
    ['leaves what is there', FILE, OLDER, 'only-missing', 'keep'],
    ['replaces what is older', FILE, OLDER, 'only-newer', 'replace'],
    ['leaves what is newer', FILE, NEWER, 'only-newer', 'keep'],
    ['compares where links lead', LINK, { ...LINK, linkTarget: 'b' }, 'replace', 'replace'],
    ['takes links for the same', LINK, { ...LINK, modifiedAt: 1 }, 'replace', 'same'],
  ])('%s', (_, stored, existing, rule, decision) => {
    expect(decideRestore(stored, existing, rule, true)).toBe(decision);
  });

  it('tells a difference of mode or owner alone from others', () => {
    expect(differInAttributesAlone(FILE, { ...FILE, mode: 0o100600 })).toBe(true);
    expect(differInAttributesAlone(FILE, { ...FILE, gid: 4 })).toBe(true);
    expect(differInAttributesAlone(FILE, FILE)).toBe(false);
    expect(differInAttributesAlone(FILE, { ...NEWER, mode: 0o100600 })).toBe(false);
  });

  it('does not ask for an owner that cannot be given', () => {
    const foreign = { ...FILE, uid: 0 };
    expect(decideRestore(foreign, FILE, 'replace', false)).toBe('same');
    expect(decideRestore(foreign, FILE, 'replace', true)).toBe('replace');
  });
});
