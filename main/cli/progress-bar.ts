import { formatBytes } from '../domain/format-bytes.js';
import { formatDuration } from '../domain/format-duration.js';
import type { ProgressEvent } from '../shared/run-event.js';

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
    `${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'}`,
    formatBytes(bytes),
    `${formatBytes(bytesPerSecond)}/s`,
    ...(secondsLeft === null ? [] : [`about ${formatDuration(secondsLeft)} left`]),
  ];
  return parts.join('  ');
}

function bar(percent: number): string {
  const full = Math.round((percent / 100) * BAR_WIDTH);
  return '▓'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
}
