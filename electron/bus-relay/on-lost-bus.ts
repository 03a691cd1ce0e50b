import { connect } from 'node:net';
import { join } from 'node:path';
import { lineSplitter } from '../../main/system/line-splitter.js';
import { logProblem } from '../log.js';
import { BUS_NAMES } from './bus-addresses.js';
import type { BusName } from './bus-addresses.js';

/**
 * Calls back for each bus from which Chromium is cut off for good, which the relay keeps from it.
 *
 * @param directory of the relay's sockets; null: there is none, and Chromium aborts then
 */
export function onLostBus(directory: string | null, hear: (bus: BusName) => void): void {
  if (directory === null) return;
  const lines = lineSplitter((line) => {
    const bus = BUS_NAMES.find((name) => name === line);
    if (bus !== undefined) hear(bus);
  });
  const news = connect(join(directory, 'news'));
  news.on('data', lines.push);
  news.on('error', (error) => logProblem('the relay of message buses does not answer', error));
}
