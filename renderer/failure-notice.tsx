import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Failure } from '../main/shared/result.js';
import { Details } from './details.js';

/** What could not be done, and what to do about it. */
export function FailureNotice({ failure }: { readonly failure: Failure }): ReactNode {
  return (
    <section className="notice" role="alert">
      <CircleAlert className="failed" size={20} aria-hidden />
      <div>
        <p className="notice-title">{failure.title}</p>
        {failure.advice !== '' && <p>{failure.advice}</p>}
        <Details text={failure.detail} />
      </div>
    </section>
  );
}
