import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { backup } from '../backup-bridge.js';
import { Switch } from '../choice.js';
import type { DraftEditing } from './use-draft.js';

/** What holds backups to another computer back. */
export function RemoteRules({ draft, changeTriggers }: DraftEditing): ReactNode {
  const { whenHostAnswers, networks } = draft.triggers;
  const present = useNetworks();
  return (
    <>
      {draft.needsRoot ? (
        <p className="quiet">
          Whether the other computer answers shows when the backup starts: only root’s ssh knows the
          way. It is tried again when it does not.
        </p>
      ) : (
        <Switch
          label="Only when the other computer answers"
          on={whenHostAnswers}
          onChange={(on) => changeTriggers({ whenHostAnswers: on })}
        />
      )}
      <label className="field">
        Only on these networks, one a line
        <textarea
          className="input"
          rows={2}
          spellCheck={false}
          placeholder="on every network"
          value={networks.join('\n')}
          onChange={({ target }) => changeTriggers({ networks: linesOf(target.value) })}
        />
      </label>
      {present === 'unmanaged' && (
        <p className="quiet" role="status">
          This computer has no NetworkManager, which would tell its network: backups start on every
          network, whatever is written here.
        </p>
      )}
      {Array.isArray(present) && (
        <PresentNetworks
          names={present.filter((name) => !networks.includes(name))}
          onAdd={(name) => changeTriggers({ networks: [...networks, name] })}
        />
      )}
    </>
  );
}

interface PresentNetworksProps {
  readonly names: readonly string[];
  readonly onAdd: (name: string) => void;
}

function PresentNetworks({ names, onAdd }: PresentNetworksProps): ReactNode {
  if (names.length === 0) return null;
  return (
    <div className="buttons">
      {names.map((name) => (
        <Button key={name} className="button" onPress={() => onAdd(name)}>
          Add “{name}”, where the computer is now
        </Button>
      ))}
    </div>
  );
}

/** An empty line is kept while the next name is to be typed. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

type Networks = readonly string[] | 'unmanaged' | null;

/** null: not known yet. */
function useNetworks(): Networks {
  const [networks, setNetworks] = useState<Networks>(null);
  useEffect(() => {
    let wanted = true;
    void backup.ask('networks:read', null).then((answer) => {
      if (wanted && answer.ok) setNetworks(answer.value ?? 'unmanaged');
    });
    return () => {
      wanted = false;
    };
  }, []);
  return networks;
}
