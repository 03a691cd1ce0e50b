import { useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import {
  Button,
  Dialog,
  FieldError,
  Form,
  Heading,
  Input,
  Label,
  Modal,
  ModalOverlay,
  TextField,
} from 'react-aria-components';
import type { PassphraseQuestion } from '../main/shared/run-state.js';
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
      <TextField
        type="password"
        autoComplete="off"
        autoFocus
        maxLength={512}
        value={passphrase}
        onChange={setPassphrase}
        isInvalid={wrong}
      >
        <Label>Passphrase</Label>
        <Input className="input" />
        <FieldError className="failed">
          This was not the passphrase. Check Caps Lock and the keyboard layout, then try again.
        </FieldError>
      </TextField>
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
