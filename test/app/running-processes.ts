import { readdirSync, readFileSync } from 'node:fs';
import { errorCode } from '../../main/system/error-code.js';

export interface RunningProcess {
  readonly pid: number;
  readonly commandLine: string;
}

/** The processes that have `text` in their command lines. */
export function processesNaming(text: string): readonly RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), commandLine: commandLineOf(name) }))
    .filter(({ commandLine }) => commandLine.includes(text));
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch (error) {
    // It has ended meanwhile, before it was opened or before it was read (proc(5)).
    if (['ENOENT', 'ESRCH'].includes(errorCode(error) ?? '')) return '';
    throw error;
  }
}
