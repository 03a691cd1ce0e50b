import type { EntryDetail, FolderName } from './snapshot-content.js';

/** How something compares with what is there now. */
export function sayState(
  { lastIn }: Pick<FolderName, 'lastIn'>,
  detail: Pick<EntryDetail, 'kind' | 'now'> | null,
  snapshot: string | null,
): string {
  if (lastIn !== undefined) {
    // It may have come later than the snapshot that is looked at.
    return detail?.now === 'same' || detail?.now === 'different' ? 'not there then' : 'deleted';
  }
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

/** What the backup found otherwise than the one before; empty: nothing, or that cannot be told. */
export function sayBefore(
  { lastIn }: Pick<FolderName, 'lastIn'>,
  detail: Pick<EntryDetail, 'before'> | null,
): '' | 'new' | 'changed' {
  if (lastIn !== undefined) return '';
  return detail?.before === 'new' || detail?.before === 'changed' ? detail.before : '';
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
