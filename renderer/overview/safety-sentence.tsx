import { CircleAlert, CircleCheck, CircleDashed, Clock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProfileView, Safety } from '../../main/shared/app-view.js';
import { assertNever } from '../../main/shared/assert-never.js';
import { saySafety } from '../../main/shared/say-safety.js';

export interface SafetySentenceProps {
  readonly profile: ProfileView;
  /** True: this is the only backup, so that its safety is the person's safety. */
  readonly alone: boolean;
  readonly now: Date;
  readonly locale: string;
}

export function SafetySentence({ profile, alone, now, locale }: SafetySentenceProps): ReactNode {
  const { sentence, reason } = saySafety(profile, alone, now, locale);
  return (
    <div className="safety-words">
      <SafetyIcon safety={profile.safety} />
      <div>
        <h1>{sentence}</h1>
        <p>{reason}</p>
      </div>
    </div>
  );
}

function SafetyIcon({ safety }: { readonly safety: Safety }): ReactNode {
  switch (safety.kind) {
    case 'safe':
      return <CircleCheck className="safe" size={20} aria-hidden />;
    case 'never':
      return <CircleDashed className="quiet" size={20} aria-hidden />;
    case 'incomplete':
      return <TriangleAlert className="attention" size={20} aria-hidden />;
    case 'late':
    case 'ahead':
      return <Clock className="attention" size={20} aria-hidden />;
    case 'stale':
    case 'failed':
      return <CircleAlert className="failed" size={20} aria-hidden />;
    default:
      return assertNever(safety);
  }
}
