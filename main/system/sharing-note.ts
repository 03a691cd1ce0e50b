import { readFile, rm } from 'node:fs/promises';
import { orWhenMissing } from './error-code.js';
import { writeFileAtomically } from './write-file-atomically.js';

/** What we opened; `instance` null: we were about to. */
interface Note {
  readonly instance: string | null;
}

export async function remember(note: string, instance: string | null): Promise<void> {
  await writeFileAtomically(note, `${JSON.stringify({ instance } satisfies Note)}\n`, false);
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

function parseNote(text: string): Note {
  try {
    const value: unknown = JSON.parse(text);
    const instance = typeof value === 'object' && value !== null && 'instance' in value;
    return { instance: instance && typeof value.instance === 'string' ? value.instance : null };
  } catch (error) {
    if (error instanceof SyntaxError) return { instance: null };
    throw error;
  }
}
