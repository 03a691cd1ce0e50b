import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { orWhenMissing, orWhenUnreadable } from './error-code.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** What we opened; `instance` null: we were about to. */
interface Note {
  readonly name: string;
  readonly instance: string | null;
}

export async function remember(note: string, name: string, instance: string | null): Promise<void> {
  await writeFileAtomically(note, `${JSON.stringify({ name, instance } satisfies Note)}\n`, false);
}

/** Names of what of the machine was opened by us; see sharing-files.ts. */
export async function namesNoted(directory: string): Promise<readonly string[]> {
  const notes = (await readdir(directory)).filter((file) => /^device-.*\.json$/.test(file));
  const texts = await Promise.all(
    notes.map((note) => orWhenUnreadable(() => readFile(join(directory, note), 'utf8'), null)),
  );
  return texts.flatMap((text) => (text === null ? [] : (parseNote(text).name ?? [])));
}

export async function forget(note: string): Promise<void> {
  await rm(note, { force: true });
}

/**
 * True: one of us opened it. Somebody who closes it and opens it again after we were killed makes another instance of
 * it, and it is left to them.
 *
 * @param state null: it is dead or closed; what was ours is still to be cleared away
 */
export async function isOurs(note: string, state: string | null): Promise<boolean> {
  const text = await orWhenMissing(() => readFile(note, 'utf8'), null);
  if (text === null) return false;
  const { instance } = parseNote(text);
  return instance === null || state === null || instance === state;
}

/** What it does not say is null, as in one that was cut off. */
function parseNote(text: string): { readonly [K in keyof Note]: string | null } {
  try {
    const value = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    const textOf = (field: unknown): string | null => (typeof field === 'string' ? field : null);
    return { name: textOf(value?.['name']), instance: textOf(value?.['instance']) };
  } catch (error) {
    if (error instanceof SyntaxError) return { name: null, instance: null };
    throw error;
  }
}
