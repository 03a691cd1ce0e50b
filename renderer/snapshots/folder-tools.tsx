import { useMemo } from 'react';
import type { ReactNode, RefObject } from 'react';
import { isHidden } from '../../main/shared/folder-view.js';
import type { FolderName } from '../../main/shared/snapshot-content.js';
import { Breadcrumbs } from './breadcrumbs.js';
import { useFolderView } from './folder-view.js';

export interface FolderToolsProps {
  readonly path: string;
  /** What is backed up, as people read it. */
  readonly root: string;
  readonly onGo: (path: string) => void;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onSearch: (text: string) => void;
  /** From the search field to the list below it. */
  readonly onDown: () => void;
  readonly deleted: boolean;
  readonly onDeleted: (deleted: boolean) => void;
  readonly entries: readonly FolderName[];
}

/** The way to the folder, the search, and what is shown of the folder. */
export function FolderTools(props: FolderToolsProps): ReactNode {
  const { path, root, onGo, search, text, onSearch, onDown, deleted, onDeleted, entries } = props;
  const { view, setView } = useFolderView();
  const hidden = useMemo(() => entries.filter(({ name }) => isHidden(name)).length, [entries]);
  return (
    <div className="tools">
      <Breadcrumbs path={path} root={root} onGo={onGo} />
      <input
        ref={search}
        className="input search"
        type="search"
        aria-label="Search all snapshots"
        placeholder="Search all snapshots"
        value={text}
        onChange={({ target }) => onSearch(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onSearch('');
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
          event.preventDefault();
          onDown();
        }}
      />
      <Switch label="Show deleted" checked={deleted} onChange={onDeleted} />
      <Switch
        label={hidden === 0 ? 'Hidden files' : `Hidden files (${hidden.toLocaleString('en')})`}
        checked={view.hidden}
        onChange={(shown) => setView({ ...view, hidden: shown })}
      />
    </div>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Switch({ label, checked, onChange }: SwitchProps): ReactNode {
  return (
    <label className="checkbox">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
      />
      {label}
    </label>
  );
}
