import { createContext, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { FIRST_FOLDER_VIEW, type FolderView } from '../../main/shared/folder-view.js';

interface FolderViewState {
  readonly view: FolderView;
  readonly setView: (view: FolderView) => void;
}

const Context = createContext<FolderViewState>({
  view: FIRST_FOLDER_VIEW,
  setView: () => undefined,
});

/** Remembers how folders are shown for as long as the window is open. */
export function FolderViewProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [view, setView] = useState(FIRST_FOLDER_VIEW);
  const state = useMemo(() => ({ view, setView }), [view]);
  return <Context value={state}>{children}</Context>;
}

export function useFolderView(): FolderViewState {
  return useContext(Context);
}
