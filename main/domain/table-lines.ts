/** One entry of a system table such as fstab(5), its fields still escaped. */
export interface TableLine {
  readonly fields: readonly string[];
  /** Counted from 1. */
  readonly line: number;
}

/** The lines of a table that have fields: blank lines and comments are left out. */
export function tableLines(text: string): readonly TableLine[] {
  return text
    .split('\n')
    .map((content, index) => ({ fields: content.match(/\S+/g) ?? [], line: index + 1 }))
    .filter(({ fields }) => fields[0] !== undefined && !fields[0].startsWith('#'));
}
