import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { ProfileView } from '../../main/shared/app-view.js';
import { readCron } from '../../main/shared/cron.js';
import { sayCron } from '../../main/shared/say-cron.js';
import { FailureNotice } from '../failure-notice.js';
import { useRequest } from '../use-request.js';

export interface ProfileItemProps {
  readonly profile: ProfileView;
  readonly locale: string;
  /** True: the person comes back from its editor. */
  readonly isReturned: boolean;
  readonly onEdit: () => void;
  readonly onDuplicate: () => void;
  readonly onRemoved: () => void;
}

export function ProfileItem(props: ProfileItemProps): ReactNode {
  const { profile, locale, isReturned, onEdit, onDuplicate, onRemoved } = props;
  const [removing, setRemoving] = useState(false);
  const { name, source, destination } = profile;
  return (
    <li className="profile-item" aria-label={name}>
      <div className="profile-words">
        <h2>{name}</h2>
        <p>
          {source} → {destination}
        </p>
        <p className="quiet">{sayWhen(profile, locale)}</p>
      </div>
      <div className="profile-buttons">
        <Button
          className="quiet-button"
          aria-label={`Edit ${name}`}
          autoFocus={isReturned}
          onPress={onEdit}
        >
          <Pencil size={16} aria-hidden />
          Edit
        </Button>
        <Button className="quiet-button" aria-label={`Duplicate ${name}`} onPress={onDuplicate}>
          <Copy size={16} aria-hidden />
          Duplicate
        </Button>
        <Button
          className="quiet-button"
          aria-label={`Delete ${name}`}
          onPress={() => setRemoving(true)}
        >
          <Trash2 size={16} aria-hidden />
          Delete
        </Button>
      </div>
      {removing && (
        <RemoveDialog profile={profile} onClose={() => setRemoving(false)} onRemoved={onRemoved} />
      )}
    </li>
  );
}

interface RemoveDialogProps {
  readonly profile: ProfileView;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

function RemoveDialog({ profile, onClose, onRemoved }: RemoveDialogProps): ReactNode {
  const remove = useRequest('profile:remove', onRemoved);
  const { id, name, destination } = profile;
  return (
    <ModalOverlay
      className="sheet-overlay"
      isOpen
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="sheet">
        <Dialog>
          <Heading slot="title">Delete “{name}”?</Heading>
          <p>
            Nothing is backed up by it any more. Its snapshots stay in {destination}; remove them by
            hand if you need the space.
          </p>
          {remove.failure !== null && <FailureNotice failure={remove.failure} />}
          <div className="buttons sheet-buttons">
            <Button className="primary-button" autoFocus onPress={onClose}>
              Keep
            </Button>
            <Button
              className="button"
              isDisabled={remove.pending}
              onPress={() => remove.send({ profileId: id })}
            >
              Delete “{name}”
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function sayWhen({ schedule, startsOnPlug, disk }: ProfileView, locale: string): string {
  const occasions = [
    schedule === null ? '' : sayCron(readCron(schedule), locale),
    startsOnPlug && disk !== null ? `when “${disk.name}” is plugged in` : '',
  ].filter((occasion) => occasion !== '');
  return occasions.length === 0 ? 'Only by hand.' : `Backs up ${occasions.join(', and ')}.`;
}
