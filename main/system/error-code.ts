/** The `code` of a Node.js system error, such as `ENOENT`; null for anything else. */
export function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

export async function orWhenMissing<T>(action: () => Promise<T>, fallback: T): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return fallback;
    throw error;
  }
}

/** For what may vanish, or not be ours to see, while we look, as in /proc and /sys. */
export async function orWhenUnreadable<T>(action: () => Promise<T>, fallback: T): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return fallback;
  }
}
