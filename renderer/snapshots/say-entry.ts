import type { EntryDetail, FolderName } from '../../main/shared/snapshot-content.js';

/** How something compares with what is there now, and with the time before. */
export function sayState(
  { lastIn }: FolderName,
  detail: EntryDetail | null,
  snapshot: string | null,
): string {
  if (lastIn !== undefined) return 'deleted';
  if (detail === null || snapshot === null) return '';
  switch (detail.now) {
    case 'missing':
      return 'not here now';
    case 'different':
      return 'differs from now';
    case 'same':
      return detail.kind === 'directory' ? 'here now' : 'same as now';
    case 'unknown':
      return '';
  }
}

const KINDS = {
  file: 'File',
  directory: 'Folder',
  'symbolic-link': 'Link',
  special: 'Device or pipe',
} as const;

export function sayKind({ kind }: Pick<EntryDetail, 'kind'>): string {
  return KINDS[kind];
}

/** `rwxr-x---`, as people know it from terminals. */
export function sayMode(mode: number): string {
  const letters = 'rwxrwxrwx';
  const plain = Array.from(letters, (letter, index) =>
    (mode & (0o400 >> index)) === 0 ? '-' : letter,
  );
  const special: readonly (readonly [number, number, string])[] = [
    [0o4000, 2, 's'],
    [0o2000, 5, 's'],
    [0o1000, 8, 't'],
  ];
  for (const [bit, at, letter] of special) {
    if ((mode & bit) !== 0) plain[at] = plain[at] === '-' ? letter.toUpperCase() : letter;
  }
  return plain.join('');
}
