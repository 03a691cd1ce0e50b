import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ProfileDraft } from '../../main/shared/profile-requests.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { KeepSection } from './keep-section.js';
import { problemOf } from './problem-of.js';
import { TestSection } from './test-section.js';
import { TextField } from './text-field.js';
import { useDraft } from './use-draft.js';
import { WhatSection } from './what-section.js';
import { WhenSection } from './when-section.js';
import { WhereSection } from './where-section.js';

export interface ProfileEditorProps {
  readonly initial: ProfileDraft;
  readonly now: Date;
  readonly locale: string;
  readonly onDone: () => void;
  /** True: it goes to another computer, whose address is still to be typed. */
  readonly elsewhere?: boolean;
}

/** Everything about one backup. Nothing takes effect before it is saved. */
export function ProfileEditor(props: ProfileEditorProps): ReactNode {
  const { initial, now, locale, onDone, elsewhere = isElsewhere(initial) } = props;
  const editing = useDraft(initial);
  const [invalidSchedule, setInvalidSchedule] = useState(false);
  const save = useRequest('profile:save', onDone);
  const { draft, check, changeProfile } = editing;
  const blocked = invalidSchedule || check.problems.some(({ blocking }) => blocking);
  return (
    <form
      className="editor"
      aria-label={`Backup ${initial.profile.name}`}
      onSubmit={(event) => event.preventDefault()}
    >
      <h1>{initial.profile.name}</h1>
      <TextField
        label="Name"
        autoFocus
        value={draft.profile.name}
        onChange={(name) => changeProfile({ name })}
        problem={problemOf(check, 'name')}
      />
      <WhatSection {...editing} />
      <WhereSection {...editing} elsewhere={elsewhere} />
      <WhenSection {...editing} now={now} locale={locale} onInvalid={setInvalidSchedule} />
      <KeepSection {...editing} />
      <TestSection {...editing} />
      {save.failure !== null && <FailureNotice failure={save.failure} />}
      <div className="buttons editor-buttons">
        <Button className="button" onPress={onDone}>
          Discard
        </Button>
        <Button
          className="primary-button"
          isDisabled={blocked || save.pending}
          onPress={() => save.send(draft)}
        >
          Save
        </Button>
      </div>
    </form>
  );
}

/** A path of this computer begins with a slash; what is still empty may become either. */
function isElsewhere({ profile: { destination } }: ProfileDraft): boolean {
  return destination !== '' && !destination.startsWith('/');
}
