import { statSync } from 'node:fs';
import { checkDraft } from '../../main/domain/check-draft.js';
import { remotePlace } from '../../main/domain/remote-place.js';
import { commandLineOf } from '../../main/domain/run-arguments.js';
import { isSamePlace } from '../../main/domain/same-place.js';
import { failure, success } from '../../main/shared/result.js';
import type { Failure, Result } from '../../main/shared/result.js';
import { DEFAULT_ROTATION_POLICY } from '../../main/shared/rotation-policy.js';
import type { Profile } from '../../main/shared/profile.js';
import type { DraftCheck, DraftProblem, ProfileDraft } from '../../main/shared/profile-requests.js';
import { DEFAULT_REMOTE_CHOICES } from '../../main/shared/remote-choices.js';
import { DEFAULT_TRIGGERS } from '../../main/shared/triggers.js';
import type { Triggers } from '../../main/shared/triggers.js';
import { askHelper } from '../helper/helper-client.js';
import type { SettingsFile } from '../settings/settings-file.js';
import type { KnownProfiles } from './known-profiles.js';

export interface ProfileEditorPorts {
  readonly settings: SettingsFile;
  readonly profiles: KnownProfiles;
  /** Ids that the log knows: another profile must not inherit what it has of them. */
  readonly loggedIds: () => readonly string[];
  readonly home: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Makes, changes and removes profiles: those of the person in the settings, those of the system by the root helper. */
export class ProfileEditor {
  readonly #ports: ProfileEditorPorts;

  constructor(ports: ProfileEditorPorts) {
    this.#ports = ports;
  }

  /** @param copyOf a profile; null: a draft that is empty but for what everybody chooses */
  create(copyOf: string | null): Result<ProfileDraft> {
    const { profiles, loggedIds, home } = this.#ports;
    const id = freeId([...profiles.all.map(({ profile }) => profile.id), ...loggedIds()]);
    if (copyOf === null) return success(emptyDraft(id, home));
    const known = profiles.find(copyOf);
    if (known === null) return failure(GONE);
    const { profile, triggers, needsRoot } = known;
    // Two backups in one place would take turns in deleting what the other has.
    const copy: Profile = {
      ...profile,
      id,
      name: `${profile.name} (copy)`,
      destination: '',
      destinationId: null,
    };
    return success({ profile: copy, triggers, needsRoot });
  }

  read(profileId: string): Result<ProfileDraft> {
    const known = this.#ports.profiles.find(profileId);
    return known === null ? failure(GONE) : success(known);
  }

  check(draft: ProfileDraft): DraftCheck {
    const { profile, needsRoot } = this.asSaved(draft);
    const problems = [...checkDraft(draft), ...this.#lookAtMachine(draft)];
    const remote = remotePlace(profile)?.kind ?? null;
    return { problems, remote, commandLine: commandLineOf(profile, needsRoot) };
  }

  /** The draft as it would be saved. */
  asSaved(draft: ProfileDraft): ProfileDraft {
    const before = this.#ports.profiles.find(draft.profile.id);
    return { ...draft, profile: movedOn(draft.profile, before?.profile ?? null) };
  }

  /** Root is asked first: where that is refused, nothing has changed. */
  async save(draft: ProfileDraft): Promise<Result<null>> {
    const blocking = this.check(draft).problems.find((problem) => problem.blocking);
    if (blocking !== undefined) return failure(notSaved(blocking));
    const before = this.#ports.profiles.find(draft.profile.id);
    const { profile } = this.asSaved(draft);
    if (draft.needsRoot) {
      const installed = await askHelper('install-profile', profile.id, profile);
      if (!installed.ok) return installed;
    } else if (before?.needsRoot === true) {
      const removed = await askHelper('remove-profile', profile.id, null);
      if (!removed.ok) return removed;
    }
    const stays = before !== null && isSamePlace(before.profile, profile);
    const triggers = this.#promised(draft.triggers, stays ? before.triggers : undefined);
    return this.#write(profile, triggers, draft.needsRoot);
  }

  /** Its backups stay where they are. */
  async remove(profileId: string): Promise<Result<null>> {
    const known = this.#ports.profiles.find(profileId);
    if (known === null) return failure(GONE);
    if (known.needsRoot) {
      const removed = await askHelper('remove-profile', profileId, null);
      if (!removed.ok) return removed;
    }
    return this.#ports.settings.update((before) => ({
      ...before,
      profiles: before.profiles.filter(({ id }) => id !== profileId),
      triggers: Object.fromEntries(
        Object.entries(before.triggers).filter(([id]) => id !== profileId),
      ),
    }));
  }

  #write(profile: Profile, triggers: Triggers, needsRoot: boolean): Result<null> {
    return this.#ports.settings.update((before) => {
      const others = before.profiles.filter(({ id }) => id !== profile.id);
      const index = before.profiles.findIndex(({ id }) => id === profile.id);
      const own = needsRoot
        ? others
        : others.toSpliced(index < 0 ? others.length : index, 0, profile);
      return {
        ...before,
        profiles: own,
        triggers: { ...before.triggers, [profile.id]: triggers },
      };
    });
  }

  /** A schedule that is new, or another, promises nothing of before; nor does one that now goes elsewhere. */
  #promised(triggers: Triggers, before: Triggers | undefined): Triggers {
    const networks = triggers.networks.map((name) => name.trim()).filter((name) => name !== '');
    return triggers.schedule === before?.schedule
      ? { ...triggers, networks, scheduledSince: before.scheduledSince }
      : { ...triggers, networks, scheduledSince: this.#ports.now() };
  }

  #lookAtMachine({ profile: { source }, needsRoot }: ProfileDraft): readonly DraftProblem[] {
    if (needsRoot || !source.startsWith('/')) return [];
    const found = statSync(source, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return [];
    const message =
      found === undefined ? 'There is no such folder at the moment.' : 'This is not a folder.';
    return [{ field: 'source', message, detail: '', blocking: false }];
  }
}

/** Elsewhere there is another destination, whose identity is not known yet. */
function movedOn(profile: Profile, before: Profile | null): Profile {
  return before === null || isSamePlace(before, profile)
    ? profile
    : { ...profile, destinationId: null };
}

function freeId(taken: readonly string[]): string {
  const free = (count: number): string => {
    const id = count === 1 ? 'backup' : `backup-${count}`;
    return taken.includes(id) ? free(count + 1) : id;
  };
  return free(1);
}

function emptyDraft(id: string, home: string): ProfileDraft {
  const profile: Profile = {
    id,
    name: 'My files',
    source: home,
    destination: '',
    cryptoName: null,
    mountPoint: null,
    remote: DEFAULT_REMOTE_CHOICES,
    excludes: ['.cache/', '.thumbnails/'],
    multiFs: false,
    rotation: DEFAULT_ROTATION_POLICY,
    skipUnchanged: true,
    destinationId: null,
  };
  return { profile, triggers: { ...DEFAULT_TRIGGERS, schedule: '0 18 * * *' }, needsRoot: false };
}

function notSaved({ message }: DraftProblem): Failure {
  return { code: 'profile-not-usable', title: message, advice: '', detail: '' };
}

const GONE: Failure = {
  code: 'no-such-profile',
  title: 'This backup is not there any more.',
  advice: 'Choose another one from the list.',
  detail: '',
};
