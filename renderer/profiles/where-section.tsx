import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Choice, Switch } from '../choice.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';
import { DiskSelect } from './disk-select.js';
import { problemOf } from './problem-of.js';
import { RemoteFields } from './remote-fields.js';
import { TextField } from './text-field.js';
import type { DraftEditing } from './use-draft.js';

/** On this computer, or on another one. */
const PLACES = {
  here: 'A disk or folder of this computer',
  elsewhere: 'Another computer',
} as const;

export interface WhereSectionProps extends DraftEditing {
  /** True: it begins with another computer. */
  readonly elsewhere: boolean;
}

/** Where it is backed up to. */
export function WhereSection({ elsewhere, ...editing }: WhereSectionProps): ReactNode {
  const { draft, changeProfile, changeDraft } = editing;
  const [place, setPlace] = useState<keyof typeof PLACES>(elsewhere ? 'elsewhere' : 'here');
  const choose = (chosen: keyof typeof PLACES): void => {
    setPlace(chosen);
    changeProfile({ destination: '', cryptoName: null, mountPoint: null });
  };
  return (
    <section aria-label="Where">
      <h2>Where</h2>
      <Choice label="Kind of place" options={PLACES} value={place} onChange={choose} />
      {place === 'here' ? <PlaceHere {...editing} /> : <PlaceElsewhere {...editing} />}
      <RemoteFields {...editing} />
      <Switch
        label="Back up as the administrator"
        on={draft.needsRoot}
        onChange={(on) => changeDraft({ needsRoot: on })}
      />
      <p className="quiet">
        Needed for files of other people and of the system, and for disks that this computer unlocks
        or mounts. Saving and testing it ask for a password; the backups themselves do not.
      </p>
    </section>
  );
}

function PlaceHere(editing: DraftEditing): ReactNode {
  const { draft, check, changeProfile } = editing;
  const choose = useRequest('folder:choose', (folder) => {
    if (folder !== null) changeProfile({ destination: `${folder}/backup/latest` });
  });
  return (
    <>
      <DiskSelect {...editing} />
      <TextField
        label="Folder for the backup"
        value={draft.profile.destination}
        onChange={(changed) => changeProfile({ destination: changed })}
        problem={problemOf(check, 'destination') ?? problemOf(check, 'disk')}
      >
        <Button className="button" onPress={() => choose.send(null)}>
          Choose a folder…
        </Button>
      </TextField>
      <p className="quiet">
        Its last part, such as “latest”, is the newest state. Snapshots appear beside it.
      </p>
      {choose.failure !== null && <FailureNotice failure={choose.failure} />}
    </>
  );
}

function PlaceElsewhere({ draft, check, changeProfile }: DraftEditing): ReactNode {
  return (
    <>
      <TextField
        label="Address of the backup"
        placeholder="user@host:/path/latest"
        value={draft.profile.destination}
        onChange={(changed) => changeProfile({ destination: changed })}
        problem={problemOf(check, 'destination') ?? problemOf(check, 'disk')}
      />
      <dl className="forms quiet">
        {FORMS.map(([form, meaning]) => (
          <div key={form}>
            <dt>
              <code>{form}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const FORMS = [
  [
    'user@host:/path/latest',
    'over SSH; its last part is the newest state, with snapshots beside it',
  ],
  ['user@host::module/path', 'an rsync daemon'],
  ['rsync://user@host:port/module/path', 'an rsync daemon that has another port'],
] as const;
