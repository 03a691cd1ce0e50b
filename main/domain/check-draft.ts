import { parseProfile } from '../shared/parse-profile.js';
import type { Profile } from '../shared/profile.js';
import type { DraftProblem, ProfileDraft } from '../shared/profile-requests.js';
import { parseDestination } from './destination.js';
import { isInside } from './path-containment.js';

/** What is wrong with a profile that is being edited, as far as can be told without looking at the machine. */
export function checkDraft({ profile }: ProfileDraft): readonly DraftProblem[] {
  const problems = [
    checkName(profile),
    checkSource(profile),
    checkDestination(profile),
    checkDisk(profile),
    checkRotation(profile),
  ].filter((problem) => problem !== null);
  if (problems.length > 0) return problems;
  const parsed = parseProfile(profile);
  return parsed.ok ? [] : [blocking('excludes', `This cannot be used: ${parsed.problem}.`)];
}

function checkName({ name }: Profile): DraftProblem | null {
  return name.trim() === '' ? blocking('name', 'Give the backup a name.') : null;
}

function checkSource({ source }: Profile): DraftProblem | null {
  if (source === '') return blocking('source', 'Choose the folder that is to be backed up.');
  return source.startsWith('/')
    ? null
    : blocking('source', 'Write the whole path, from the first slash on.');
}

function checkDestination({ source, destination }: Profile): DraftProblem | null {
  if (destination === '') return blocking('destination', 'Choose where to back up to.');
  if (destination.startsWith('-')) {
    return blocking('destination', 'A destination does not begin with “-”.');
  }
  const parsed = parseDestination(destination);
  if (!parsed.ok) return blocking('destination', parsed.failure.title);
  if (parsed.value.kind !== 'local') {
    return blocking('destination', 'Backups to other computers come with a later version.');
  }
  if (!destination.startsWith('/')) {
    return blocking('destination', 'Write the whole path, from the first slash on.');
  }
  if (source !== '/' && isInside(destination, source)) {
    return blocking('destination', 'This is inside of what is backed up. Choose another place.');
  }
  return /\/[^/]+\/[^/]+/.test(destination)
    ? null
    : blocking('destination', 'Choose a folder inside of another, in which snapshots find room.');
}

function checkDisk({ mountPoint, destination }: Profile): DraftProblem | null {
  return mountPoint === null || isInside(destination, mountPoint)
    ? null
    : blocking('disk', `The destination is not on this disk, which is mounted at ${mountPoint}.`);
}

function checkRotation({ rotation: { scheme } }: Profile): DraftProblem | null {
  return Object.keys(scheme).length === 0
    ? blocking('rotation', 'Keep some snapshots, or nothing would be left to restore.')
    : null;
}

function blocking(field: DraftProblem['field'], message: string): DraftProblem {
  return { field, message, blocking: true };
}
