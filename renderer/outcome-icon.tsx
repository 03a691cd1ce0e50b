import { CircleAlert, CircleCheck, CircleSlash, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { assertNever } from '../main/shared/assert-never.js';
import type { Outcome } from '../main/shared/run-event.js';

export function OutcomeIcon({ outcome }: { readonly outcome: Outcome }): ReactNode {
  switch (outcome) {
    case 'complete':
      return <CircleCheck className="safe" size={20} aria-hidden />;
    case 'warnings':
      return <TriangleAlert className="attention" size={20} aria-hidden />;
    case 'failed':
      return <CircleAlert className="failed" size={20} aria-hidden />;
    case 'cancelled':
    case 'skipped':
      return <CircleSlash className="quiet" size={20} aria-hidden />;
    default:
      return assertNever(outcome);
  }
}
