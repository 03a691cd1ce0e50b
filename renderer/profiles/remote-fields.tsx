import type { ReactNode } from 'react';
import { DEFAULT_TIMEOUT } from '../../main/shared/remote-choices.js';
import type { RemoteChoices } from '../../main/shared/remote-choices.js';
import { Switch } from '../choice.js';
import { problemOf } from './problem-of.js';
import { TextField } from './text-field.js';
import type { DraftEditing } from './use-draft.js';

/** How the other computer is reached. Nothing while it is not clear which kind of place it is. */
export function RemoteFields(editing: DraftEditing): ReactNode {
  const { draft, check, changeProfile } = editing;
  const { remote } = draft.profile;
  if (check.remote === null) return null;
  const change = (changed: Partial<RemoteChoices>): void =>
    changeProfile({ remote: { ...remote, ...changed } });
  return (
    <>
      {check.remote === 'daemon' && <DaemonFields {...editing} />}
      <TextField
        label="Give up when it is silent for (seconds)"
        type="number"
        value={String(remote.timeout)}
        onChange={(text) => change({ timeout: Math.floor(Number(text)) || DEFAULT_TIMEOUT })}
        problem={problemOf(check, 'timeout')}
      />
      <TextField
        label="Send no faster than (KiB a second, or such as 2m)"
        placeholder="no limit"
        value={remote.bandwidth ?? ''}
        onChange={(text) => change({ bandwidth: textOrNull(text) })}
        problem={problemOf(check, 'bandwidth')}
      />
      {check.remote === 'ssh' && draft.needsRoot && (
        <Switch
          label="Become root there with sudo, if the account is not root"
          on={remote.sudo}
          onChange={(on) => change({ sudo: on })}
        />
      )}
      <p className="quiet">{sayKind(check.remote, draft.needsRoot)}</p>
    </>
  );
}

function DaemonFields({ draft, check, changeProfile }: DraftEditing): ReactNode {
  const { remote } = draft.profile;
  const change = (changed: Partial<RemoteChoices>): void =>
    changeProfile({ remote: { ...remote, ...changed } });
  return (
    <>
      <TextField
        label="File with the password for the daemon"
        placeholder="none"
        value={remote.passwordFile ?? ''}
        onChange={(text) => change({ passwordFile: textOrNull(text) })}
        problem={problemOf(check, 'passwordFile')}
      />
      <TextField
        label="Through an SSH tunnel to USER@HOST:PORT"
        placeholder="none: nothing is encrypted on the way"
        value={remote.tunnel ?? ''}
        onChange={(text) => change({ tunnel: textOrNull(text) })}
        problem={problemOf(check, 'tunnel')}
      />
    </>
  );
}

function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}

function sayKind(kind: 'ssh' | 'daemon', needsRoot: boolean): string {
  if (kind === 'daemon') {
    return 'An rsync daemon takes the files. Its snapshots are its own business: they are taken and removed there.';
  }
  return needsRoot
    ? 'Over SSH, with the keys and the configuration of root. Test says what is missing.'
    : 'Over SSH, with your keys and your configuration. Test says what is missing.';
}
