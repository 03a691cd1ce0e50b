import { parseProfile } from '../shared/parse-profile.js';
import type { Profile } from '../shared/profile.js';
import type { DraftProblem, ProfileDraft } from '../shared/profile-requests.js';
import { isBandwidth, isTimeout } from '../shared/remote-choices.js';
import type { Failure } from '../shared/result.js';
import { parseDestination } from './destination.js';
import { isInside } from './path-containment.js';
import { remotePlace } from './remote-place.js';
import { sshDirectoryFailure } from './ssh-directory.js';
import { parseTunnel } from './tunnel.js';

/** What is wrong with a profile that is being edited, as far as can be told without looking at the machine. */
export function checkDraft({ profile, needsRoot }: ProfileDraft): readonly DraftProblem[] {
  const problems = [
    checkName(profile),
    checkSource(profile),
    checkDestination(profile),
    checkPlace(profile, needsRoot),
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
  if (!parsed.ok) return failed('destination', parsed.failure);
  if (parsed.value.kind !== 'local') return null;
  if (!destination.startsWith('/')) {
    return blocking(
      'destination',
      'Write the whole path, from the first slash on; on another computer, its name and a colon before that.',
    );
  }
  if (source !== '/' && isInside(destination, source)) {
    return blocking('destination', 'This is inside of what is backed up. Choose another place.');
  }
  return /\/[^/]+\/[^/]+/.test(destination)
    ? null
    : blocking('destination', 'Choose a folder inside of another, in which snapshots find room.');
}

/** Of a destination on another machine. */
function checkPlace(profile: Profile, needsRoot: boolean): DraftProblem | null {
  const parsed = parseDestination(profile.destination);
  if (!parsed.ok || parsed.value.kind === 'local') return null;
  const { value } = parsed;
  if (value.kind === 'ssh') {
    const failure = sshDirectoryFailure(value);
    return failure === null ? checkConnection(profile) : failed('destination', failure);
  }
  if (needsRoot) return blocking('destination', NO_DAEMON_FOR_ROOT);
  return checkDaemon(profile) ?? checkConnection(profile);
}

/** Whoever sits at the machine may run the backup and choose the network, and so what answers to a name. */
const NO_DAEMON_FOR_ROOT =
  'A backup as the administrator goes to other computers over SSH only: an rsync daemon does not prove which computer it is.';

function checkDaemon({ remote: { tunnel, passwordFile } }: Profile): DraftProblem | null {
  const gate = tunnel === null ? null : parseTunnel(tunnel);
  if (gate?.ok === false) return failed('tunnel', gate.failure);
  return passwordFile === null || passwordFile.startsWith('/')
    ? null
    : blocking('passwordFile', 'Write the whole path of the file, from the first slash on.');
}

function checkConnection({ remote: { timeout, bandwidth } }: Profile): DraftProblem | null {
  if (!isTimeout(timeout)) return blocking('timeout', 'Write a whole number of seconds from 4 on.');
  return bandwidth === null || isBandwidth(bandwidth)
    ? null
    : blocking(
        'bandwidth',
        'Write a number of KiB such as 500, or one with a suffix such as 1.5m.',
      );
}

function checkDisk({ mountPoint, cryptoName, destination, remote }: Profile): DraftProblem | null {
  if (remotePlace({ destination, remote }) !== null) {
    return mountPoint === null && cryptoName === null
      ? null
      : blocking(
          'disk',
          'The destination is on another computer, and this disk belongs to this one.',
        );
  }
  return mountPoint === null || isInside(destination, mountPoint)
    ? null
    : blocking('disk', `The destination is not on this disk, which is mounted at ${mountPoint}.`);
}

function checkRotation({ rotation: { scheme } }: Profile): DraftProblem | null {
  return Object.keys(scheme).length === 0
    ? blocking('rotation', 'Keep some snapshots, or nothing would be left to restore.')
    : null;
}

function failed(field: DraftProblem['field'], { title, advice, detail }: Failure): DraftProblem {
  // Where a mark points at the place, the advice, which tells all the forms, stands below the field.
  const message = detail === '' ? `${title} ${advice}` : title;
  return { field, message, detail, blocking: true };
}

function blocking(field: DraftProblem['field'], message: string): DraftProblem {
  return { field, message, detail: '', blocking: true };
}
