import { File, Folder, Link, Plug } from 'lucide-react';
import type { ReactNode } from 'react';
import type { EntryDetail } from '../../main/shared/snapshot-content.js';

export function EntryIcon({ kind }: { readonly kind: EntryDetail['kind'] }): ReactNode {
  switch (kind) {
    case 'directory':
      return <Folder className="folder-icon" size={16} role="img" aria-label="Folder" />;
    case 'symbolic-link':
      return <Link size={16} role="img" aria-label="Link" />;
    case 'special':
      return <Plug size={16} role="img" aria-label="Device or pipe" />;
    case 'file':
      return <File size={16} aria-hidden />;
  }
}
