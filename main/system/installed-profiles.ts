import { mkdir, readdir, rm } from 'node:fs/promises';
import { decodeUtf8 } from '../shared/utf8.js';
import { BackupError } from '../shared/backup-error.js';
import { INSTALLED_PROFILES } from '../shared/helper-files.js';
import { formatInstalledProfile, parseInstalledProfile } from '../shared/installed-profile.js';
import type { Profile } from '../shared/profile.js';
import { failure, success, type Result } from '../shared/result.js';
import { errorCode, orWhenMissing } from './error-code.js';

import { checkTrustedDirectory, readTrustedFile, UntrustedPathError } from './trusted-path.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** Bytes: room for some thousand excludes. */
const LONGEST_PROFILE = 256 * 1024;

export interface ListedProfile {
  readonly id: string;
  readonly profile: Result<Profile>;
}

/** Whoever may read them; those that cannot be used are named with the reason. */
export async function listInstalledProfiles(): Promise<readonly ListedProfile[]> {
  const names = await orWhenMissing(() => readdir(INSTALLED_PROFILES), []);
  const ids = names.map((name) => /^([a-z0-9-]{1,64})\.json$/.exec(name)?.[1]);
  const known = ids.filter((id) => id !== undefined).sort();
  return Promise.all(known.map(async (id) => ({ id, profile: await tryToRead(id) })));
}

async function tryToRead(id: string): Promise<Result<Profile>> {
  try {
    return success(await readInstalledProfile(id));
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    const { code, message: title, advice, detail } = error;
    return failure({ code, title, advice, detail });
  }
}

/**
 * @param id matches `[a-z0-9-]{1,64}`
 * @throws BackupError `profile-missing`, `profile-untrusted`, `profile-invalid`, `profile-unreadable`
 */
export async function readInstalledProfile(id: string): Promise<Profile> {
  const path = profilePath(id);
  const bytes = await readBytes(path);
  if (bytes === null) throw missing(path, id);
  const text = decodeUtf8(bytes);
  if (text === null) throw invalid(path, 'it is not UTF-8');
  const profile = parseInstalledProfile(text, id);
  if (profile.ok) return profile.value;
  throw invalid(path, profile.problem);
}

/** Root's; readable by everybody. Whoever reads it meanwhile finds the old one or the new one, whole. */
export async function writeInstalledProfile(profile: Profile): Promise<void> {
  const path = profilePath(profile.id);
  const text = formatInstalledProfile(profile);
  if (Buffer.byteLength(text) > LONGEST_PROFILE) {
    throw new BackupError({
      code: 'profile-too-long',
      title: `The backup “${profile.name}” has more excludes than fit into its file.`,
      advice: 'Leave out whole directories instead of single files.',
    });
  }
  await trusting(() => checkTrustedDirectory(INSTALLED_PROFILES));
  await mkdir(INSTALLED_PROFILES, { recursive: true, mode: 0o755 });
  await writeFileAtomically(path, text, true);
}

/** @throws BackupError `profile-missing` */
export async function removeInstalledProfile(id: string): Promise<void> {
  const path = profilePath(id);
  await trusting(() => checkTrustedDirectory(INSTALLED_PROFILES));
  try {
    await rm(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw missing(path, id);
    throw error;
  }
}

function profilePath(id: string): string {
  return `${INSTALLED_PROFILES}/${id}.json`;
}

async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await trusting(() => readTrustedFile(path, LONGEST_PROFILE));
  } catch (error) {
    if (error instanceof BackupError || errorCode(error) === null) throw error;
    throw new BackupError({
      code: 'profile-unreadable',
      title: `The backup's settings in “${path}” cannot be read.`,
      advice: 'They must be readable by everybody: mode 644, in directories of mode 755.',
      cause: error,
    });
  }
}

async function trusting<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof UntrustedPathError)) throw error;
    throw new BackupError({
      code: 'profile-untrusted',
      title: `The installed backups cannot be trusted: ${error.message}`,
      advice: `As root, find out who changed it; “chown root” and “chmod go-w” of “${error.path}” put it right.`,
      cause: error,
    });
  }
}

function missing(path: string, id: string): BackupError {
  return new BackupError({
    code: 'profile-missing',
    title: `No backup “${id}” is installed: there is no file “${path}”.`,
    advice: 'Set the backup up again.',
  });
}

function invalid(path: string, problem: string): BackupError {
  return new BackupError({
    code: 'profile-invalid',
    title: `“${path}” does not describe a backup: ${problem}.`,
    advice: 'Set the backup up again, or put the file right as root.',
  });
}
