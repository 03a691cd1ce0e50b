import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';

export interface DetailsProps {
  readonly text: string;
  readonly title?: string;
}

/** Raw text for those who want to know, folded away for all others. Nothing where there is none. */
export function Details({ text, title = 'Details' }: DetailsProps): ReactNode {
  if (text.trim() === '') return null;
  return (
    <Disclosure className="details">
      {/* No heading: it would stand below whatever comes before it, which may be none of its level. */}
      <Button slot="trigger" className="quiet-button">
        <ChevronRight className="details-arrow" size={16} aria-hidden />
        {title}
      </Button>
      <DisclosurePanel>
        <pre className="plain-text" tabIndex={0} role="region" aria-label={title}>
          {text}
        </pre>
      </DisclosurePanel>
    </Disclosure>
  );
}
