import type { ProgressEvent } from '../shared/run-event.js';
import { sayCount } from '../shared/say-count.js';
import { sayTimeLeft } from '../shared/say-duration.js';
import { saySize, saySpeed } from '../shared/say-size.js';

export interface ProgressBar {
  show(progress: ProgressEvent): void;
  clear(): void;
}

const BAR_WIDTH = 24;

/** One line of the terminal, written over itself. */
export function progressBar(output: NodeJS.WriteStream): ProgressBar {
  let shown = false;
  return {
    show: (progress) => {
      output.write(`\r\x1b[K${progressLine(progress).slice(0, output.columns - 1)}`);
      shown = true;
    },
    clear: () => {
      if (shown) output.write('\r\x1b[K');
      shown = false;
    },
  };
}

/** `▓▓▓▓░░░░  61 %  3 files  1.2 GB  48 MB/s  about 4 minutes left` */
export function progressLine({
  percent,
  files,
  bytes,
  bytesPerSecond,
  secondsLeft,
}: ProgressEvent): string {
  const parts = [
    percent === null ? 'Copying' : `${bar(percent)}  ${String(Math.floor(percent))} %`,
    sayCount(files, 'file', 'files'),
    saySize(bytes),
    saySpeed(bytesPerSecond),
    ...(secondsLeft === null ? [] : [sayTimeLeft(secondsLeft)]),
  ];
  return parts.join('  ');
}

function bar(percent: number): string {
  const full = Math.round((percent / 100) * BAR_WIDTH);
  return '▓'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}
