import { useEffect, useRef } from 'react';

export interface BrowserKeys {
  readonly onSearch: () => void;
  readonly onRestore: () => void;
  readonly onParent: () => void;
  readonly onBack: () => void;
  readonly onRefresh: () => void;
  readonly onOlder: () => void;
  readonly onNewer: () => void;
}

/** The keys of the page, wherever the focus is. */
export function useBrowserKeys(keys: BrowserKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isCovered()) return;
      const act = actionOf(event, latest.current);
      if (act === null) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** A sheet or a menu over the page has keys of its own. */
function isCovered(): boolean {
  return document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null;
}

function actionOf(event: KeyboardEvent, keys: BrowserKeys): (() => void) | null {
  const { key, ctrlKey, altKey, target } = event;
  if (ctrlKey && key === 'f') return keys.onSearch;
  if (ctrlKey && key === 'r') return keys.onRestore;
  if (key === 'F5') return keys.onRefresh;
  if (altKey && key === 'ArrowUp') return keys.onParent;
  const writing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (writing || ctrlKey || altKey) return null;
  switch (key) {
    case 'Backspace':
      return keys.onBack;
    case '[':
      return keys.onOlder;
    case ']':
      return keys.onNewer;
    default:
      return null;
  }
}
