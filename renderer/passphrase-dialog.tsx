import { useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { Button, Dialog, Form, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { PassphraseQuestion } from '../main/shared/run-state.js';
import { PassphraseField } from './passphrase-field.js';
import { useRequest } from './use-request.js';

export interface PassphraseDialogProps {
  readonly question: PassphraseQuestion;
  readonly profileName: string;
}

/** Asks for the passphrase of a disk. To close it is to cancel the run. */
export function PassphraseDialog({ question, profileName }: PassphraseDialogProps): ReactNode {
  const cancel = useRequest('run:cancel');
  return (
    <ModalOverlay
      className="sheet-overlay"
      isOpen
      onOpenChange={(open) => {
        if (!open) cancel.send(null);
      }}
    >
      <Modal className="sheet">
        <Dialog className="passphrase">
          <Heading slot="title">Unlock “{question.disk}”</Heading>
          <p>
            The backup “{profileName}” needs the passphrase of this disk, because this computer has
            no key file for it. The passphrase is used once and not kept.
          </p>
          <PassphraseForm question={question} onCancel={() => cancel.send(null)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface PassphraseFormProps {
  readonly question: PassphraseQuestion;
  readonly onCancel: () => void;
}

function PassphraseForm({ question, onCancel }: PassphraseFormProps): ReactNode {
  const [passphrase, setPassphrase] = useState('');
  const answer = useRequest('run:answer-passphrase');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    answer.send({ passphrase });
    setPassphrase('');
  };
  const wrong = question.attempt > 1 && passphrase === '';
  return (
    <Form onSubmit={submit}>
      <PassphraseField value={passphrase} onChange={setPassphrase} wrong={wrong} />
      <div className="buttons sheet-buttons">
        <Button className="button" onPress={onCancel}>
          Cancel the backup
        </Button>
        <Button className="primary-button" type="submit" isDisabled={passphrase === ''}>
          Unlock and back up
        </Button>
      </div>
    </Form>
  );
}
