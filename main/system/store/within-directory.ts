import { errorCode } from '../error-code.js';
import { openInside, type OpenedDirectory } from '../opened-directory.js';

/** As `within`, or in the last directory on the way that is still there. */
export async function nearest<T>(
  directory: OpenedDirectory,
  names: readonly Uint8Array[],
  work: (inner: OpenedDirectory, isWhole: boolean) => Promise<T>,
): Promise<T> {
  const [name, ...rest] = names;
  if (name === undefined) return work(directory, true);
  const inner = await openIfThere(directory, name);
  if (inner === null) return work(directory, false);
  try {
    return await nearest(inner, rest, work);
  } finally {
    await inner.close();
  }
}

/** null: there is no such directory any more. */
async function openIfThere(
  directory: OpenedDirectory,
  name: Uint8Array,
): Promise<OpenedDirectory | null> {
  try {
    return await openInside(directory, name);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error) ?? '')) return null;
    throw error;
  }
}

/** Does `work` in a directory below, which none of the names may be a symbolic link to. */
export async function within<T>(
  directory: OpenedDirectory,
  names: readonly Uint8Array[],
  work: (inner: OpenedDirectory) => Promise<T>,
): Promise<T> {
  if (names.length === 0) return work(directory);
  const [name = new Uint8Array(), ...rest] = names;
  const inner = await openInside(directory, name);
  try {
    return await within(inner, rest, work);
  } finally {
    await inner.close();
  }
}
