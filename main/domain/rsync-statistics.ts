/**
 * rsync(1), --stats: its numbers by its names, such as `Number of files: 1,234 (reg: 1,000, dir: 234)`.
 * The parts in parentheses become names of their own (`Number of files: reg`).
 */
export function parseRsyncStatistics(lines: readonly string[]): Readonly<Record<string, number>> {
  const statistics: Record<string, number> = {};
  for (const line of lines) {
    const [, name, number, parts] = STATISTIC.exec(line) ?? [];
    if (name === undefined || number === undefined) continue;
    statistics[name] = toNumber(number);
    for (const part of parts?.split(/,\s+/) ?? []) {
      const [kind, count] = part.split(': ');
      if (kind !== undefined && count !== undefined)
        statistics[`${name}: ${kind}`] = toNumber(count);
    }
  }
  return statistics;
}

const STATISTIC = /^([A-Z][A-Za-z ()]+): ([\d,.]+)(?: bytes| seconds)?(?: \((.+)\))?$/;

function toNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}

/** Entries of every kind, which the next run's progress is measured against. */
export const NUMBER_OF_FILES = 'Number of files';
/** Bytes of the files whose contents were, or would be, transferred. */
export const TRANSFERRED_SIZE = 'Total transferred file size';
