import { useEffect, useState } from 'react';
import type { DraftCheck, ProfileDraft } from '../../main/shared/profile-requests.js';
import type { Profile } from '../../main/shared/profile.js';
import type { Triggers } from '../../main/shared/triggers.js';
import { backup } from '../backup-bridge.js';

/** Milliseconds without a key press after which a draft is checked. */
const PAUSE = 150;

const UNCHECKED: DraftCheck = { problems: [], remote: null, commandLine: '' };

export interface DraftEditing {
  readonly draft: ProfileDraft;
  readonly check: DraftCheck;
  readonly changeProfile: (changed: Partial<Profile>) => void;
  readonly changeTriggers: (changed: Partial<Triggers>) => void;
  readonly changeDraft: (changed: Partial<ProfileDraft>) => void;
}

/** A profile that is being edited, and what is wrong with it as it stands. */
export function useDraft(initial: ProfileDraft): DraftEditing {
  const [draft, setDraft] = useState(initial);
  const [check, setCheck] = useState(UNCHECKED);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      void backup.ask('profile:check', draft).then((answer) => {
        if (wanted && answer.ok) setCheck((before) => withKind(answer.value, before));
      });
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [draft]);
  return {
    draft,
    check,
    changeProfile: (changed) =>
      setDraft((before) => ({ ...before, profile: { ...before.profile, ...changed } })),
    changeTriggers: (changed) =>
      setDraft((before) => ({ ...before, triggers: { ...before.triggers, ...changed } })),
    changeDraft: (changed) => setDraft((before) => ({ ...before, ...changed })),
  };
}

/** While an address cannot be read, what belongs to its kind stays in sight. */
function withKind(check: DraftCheck, before: DraftCheck): DraftCheck {
  const isUnreadable = check.problems.some(
    ({ field, detail }) => field === 'destination' && detail !== '',
  );
  return isUnreadable ? { ...check, remote: before.remote } : check;
}
