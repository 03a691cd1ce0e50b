import type { ReactNode } from 'react';

const SHOWN = 5;

export interface ShortListProps {
  /** As people read them. */
  readonly paths: readonly string[];
  /** Where `paths` are only the first of more. */
  readonly count?: number;
}

/** Some paths, and how many more there are. */
export function ShortList({ paths, count = paths.length }: ShortListProps): ReactNode {
  return (
    <ul className="differing quiet">
      {paths.slice(0, SHOWN).map((path) => (
        <li key={path}>
          <bdi>{path}</bdi>
        </li>
      ))}
      {count > SHOWN && <li>and {(count - SHOWN).toLocaleString('en')} more</li>}
    </ul>
  );
}
