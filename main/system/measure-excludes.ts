import { presetOf } from '../shared/exclude-presets.js';
import type { ExcludeSizes } from '../shared/profile-requests.js';
import { CancelledError } from '../shared/backup-error.js';
import { lineSplitter } from './line-splitter.js';
import { runCommand } from './run-command.js';

/** How much of a folder each preset of excludes would leave out. What may not be read is not counted, and the sizes are not complete then. */
export async function measureExcludes(source: string, signal: AbortSignal): Promise<ExcludeSizes> {
  const sizes: Record<string, number> = {};
  // A newline in a name makes two lines of it, of which the second is no number.
  const lines = lineSplitter((line) => {
    const tab = line.indexOf('\t');
    const size = Number(line.slice(0, tab));
    const preset = tab > 0 && Number.isFinite(size) ? presetOf(line.slice(tab + 1)) : null;
    if (preset !== null) sizes[preset.id] = (sizes[preset.id] ?? 0) + size;
  }, 'utf8');
  // find(1), %s and %P: bytes, and the path below the starting point.
  const args = [source, '-xdev', '-type', 'f', '-printf', '%s\\t%P\\n'];
  try {
    const { exitCode } = await runCommand('find', args, { signal, onOutput: lines.push });
    lines.end();
    return { sizes, complete: exitCode === 0 };
  } catch (error) {
    if (error instanceof CancelledError) return { sizes, complete: false };
    throw error;
  }
}
