import { ChevronRight, House } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { displayName } from '../../main/shared/display-name.js';

export interface BreadcrumbsProps {
  readonly path: string;
  readonly root: string;
  readonly onGo: (path: string) => void;
}

/** The way to the folder; it stays when the time changes. */
export function Breadcrumbs({ path, root, onGo }: BreadcrumbsProps): ReactNode {
  const names = path === '' ? [] : path.split('/');
  return (
    <nav className="breadcrumbs" aria-label="Folder">
      <Button className="quiet-button" aria-label={`All of ${root}`} onPress={() => onGo('')}>
        <House size={16} aria-hidden />
      </Button>
      {names.map((name, index) => {
        const to = names.slice(0, index + 1).join('/');
        return (
          <span key={to}>
            <ChevronRight size={16} aria-hidden />
            <Button className="quiet-button" onPress={() => onGo(to)}>
              <bdi>{displayName(name)}</bdi>
            </Button>
          </span>
        );
      })}
    </nav>
  );
}
