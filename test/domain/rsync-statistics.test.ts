import { describe, expect, it } from 'vitest';
import {
  NUMBER_OF_FILES,
  parseRsyncStatistics,
  TRANSFERRED_SIZE,
} from '../../main/domain/rsync-statistics.js';

describe('parseRsyncStatistics', () => {
  it('reads what rsync 3.5 prints', () => {
    const lines = [
      'Number of files: 1,234 (reg: 1,000, dir: 233, link: 1)',
      'Number of deleted files: 0',
      'Total transferred file size: 1,099,511,627,776 bytes',
      'File list generation time: 0.001 seconds',
      'sent 385 bytes  received 192 bytes  1,154.00 bytes/sec',
      'total size is 24  speedup is 0.04',
    ];
    expect(parseRsyncStatistics(lines)).toEqual({
      'Number of files': 1234,
      'Number of files: reg': 1000,
      'Number of files: dir': 233,
      'Number of files: link': 1,
      'Number of deleted files': 0,
      'Total transferred file size': 2 ** 40,
      'File list generation time': 0.001,
    });
  });

  it('has the names that the engine asks for', () => {
    const lines = ['Number of files: 7', 'Total transferred file size: 9 bytes'];
    const statistics = parseRsyncStatistics(lines);
    expect(statistics[NUMBER_OF_FILES]).toBe(7);
    expect(statistics[TRANSFERRED_SIZE]).toBe(9);
  });

  it('is empty where rsync was stopped before it printed them', () => {
    expect(parseRsyncStatistics([])).toEqual({});
  });
});
