import { mkdir, rm } from 'node:fs/promises';
import { decodeUtf8 } from '../shared/utf8.js';
import { placeOf } from '../domain/same-place.js';
import { BackupError } from '../shared/backup-error.js';
import { PROFILE_STATES } from '../shared/helper-files.js';
import { parseProfileState } from '../shared/installed-profile.js';
import type { Profile } from '../shared/profile.js';
import { NEVER_RUN, type ProfileState } from '../shared/profile-state.js';
import { errorCode } from './error-code.js';
import { checkTrustedDirectory, readTrustedFile, UntrustedPathError } from './trusted-path.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** Bytes: many times what a state takes. */
const LONGEST_STATE = 64 * 1024;

/**
 * What is remembered of a profile where it goes now; of another place, to which it went before it was edited, nothing is.
 * A state that cannot be read is no state without a destination: that would let the next run write to any disk.
 *
 * @returns NEVER_RUN where there is none
 * @throws BackupError `profile-state-unreadable`
 */
export async function readProfileState(profile: Profile): Promise<ProfileState> {
  const path = statePath(profile.id);
  const bytes = await readBytes(path);
  if (bytes === null) return NEVER_RUN;
  const text = decodeUtf8(bytes);
  if (text === null) throw unreadable(path, 'It is not UTF-8.');
  const state = parseProfileState(text);
  if (state.ok) return isOf(profile, state.value) ? state.value : NEVER_RUN;
  throw unreadable(path, state.problem);
}

export async function writeProfileState(profile: Profile, changed: ProfileState): Promise<void> {
  const state: ProfileState = { ...changed, place: placeOf(profile) };
  await checkTrustedDirectory(PROFILE_STATES);
  await mkdir(PROFILE_STATES, { recursive: true, mode: 0o755 });
  await writeFileAtomically(statePath(profile.id), `${JSON.stringify(state, null, 2)}\n`, true);
}

export async function removeProfileState(id: string): Promise<void> {
  await rm(statePath(id), { force: true });
}

function isOf(profile: Profile, { place }: ProfileState): boolean {
  return place === null || place === placeOf(profile);
}

function statePath(id: string): string {
  return `${PROFILE_STATES}/${id}.json`;
}

async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readTrustedFile(path, LONGEST_STATE);
  } catch (error) {
    if (!(error instanceof UntrustedPathError) && errorCode(error) === null) throw error;
    throw unreadable(path, error instanceof Error ? error.message : '');
  }
}

function unreadable(path: string, detail: string): BackupError {
  return new BackupError({
    code: 'profile-state-unreadable',
    title: `“${path}”, which tells the right disk from a wrong one, cannot be used.`,
    advice: 'Make sure that the right disk is connected, and remove that file as root.',
    detail,
  });
}
