import { useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { Button, Form } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import { FailureNotice } from '../failure-notice.js';
import { PassphraseField } from '../passphrase-field.js';
import { useRequest } from '../use-request.js';

/** In the place of the snapshots: a way to open the disk that they are on. */
export function ClosedDisk({ profile }: { readonly profile: ProfileView }): ReactNode {
  const open = useRequest('disk:open');
  const name = profile.disk?.name ?? '';
  const asks = ASKS_PASSPHRASE.has(open.failure?.code ?? '');
  return (
    <section className="card">
      <h1>
        The snapshots of “{profile.name}” are on “{name}”, which is closed.
      </h1>
      {profile.disk?.state === 'not-connected' ? (
        <p>Connect the disk to look at them.</p>
      ) : asks ? (
        <PassphraseForm
          pending={open.pending}
          onOpen={(passphrase) => open.send({ profileId: profile.id, passphrase })}
        />
      ) : (
        <div className="buttons">
          <Button
            className="primary-button"
            isDisabled={open.pending}
            onPress={() => open.send({ profileId: profile.id, passphrase: null })}
          >
            Open the disk
          </Button>
        </div>
      )}
      {open.failure !== null && <FailureNotice failure={open.failure} />}
    </section>
  );
}

const ASKS_PASSPHRASE: ReadonlySet<string> = new Set(['passphrase-needed', 'wrong-passphrase']);

interface PassphraseFormProps {
  readonly pending: boolean;
  readonly onOpen: (passphrase: string) => void;
}

function PassphraseForm({ pending, onOpen }: PassphraseFormProps): ReactNode {
  const [passphrase, setPassphrase] = useState('');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (pending || passphrase === '') return;
    onOpen(passphrase);
    setPassphrase('');
  };
  return (
    <Form onSubmit={submit}>
      <PassphraseField value={passphrase} onChange={setPassphrase} />
      <div className="buttons">
        <Button className="primary-button" type="submit" isDisabled={pending || passphrase === ''}>
          Open the disk
        </Button>
      </div>
    </Form>
  );
}
