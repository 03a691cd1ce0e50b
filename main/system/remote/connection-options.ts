import type { RemoteOptions } from './remote-options.js';

/** rsync(1): what holds for every connection. The other side ends by itself as well when nothing has come for so long. */
export function connectionOptions({
  timeout,
  bandwidth,
}: Pick<RemoteOptions, 'timeout' | 'bandwidth'>): readonly string[] {
  return [
    `--timeout=${String(timeout)}`,
    ...(bandwidth === null ? [] : [`--bwlimit=${bandwidth}`]),
  ];
}
