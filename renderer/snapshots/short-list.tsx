import type { ReactNode } from 'react';

const SHOWN = 5;

/** Some paths, as people read them, and how many more there are. */
export function ShortList({ paths }: { readonly paths: readonly string[] }): ReactNode {
  return (
    <ul className="differing quiet">
      {paths.slice(0, SHOWN).map((path) => (
        <li key={path}>
          <bdi>{path}</bdi>
        </li>
      ))}
      {paths.length > SHOWN && <li>and {String(paths.length - SHOWN)} more</li>}
    </ul>
  );
}
