import { describe, expect, it } from 'vitest';
import { jsonReporter } from '../../main/cli/report-json.js';
import type { RunEvent } from '../../main/shared/run-event.js';
import { memoryTerminal } from './memory-terminal.js';

const WARNING: RunEvent = {
  event: 'warning',
  code: 'files-unreadable',
  message: 'A name with\na line break.',
  files: ['a\nb', '\u2028'],
};

describe('the report as JSON', () => {
  it('is one event a line, whatever it contains', () => {
    const { output, text } = memoryTerminal();
    const reporter = jsonReporter(output);
    const events: readonly RunEvent[] = [{ event: 'phase', phase: 'rsync' }, WARNING];
    for (const event of events) reporter.report(event);
    const lines = text().split('\n');
    expect(lines.slice(0, -1).map((line) => JSON.parse(line) as unknown)).toEqual(events);
    expect(lines.at(-1)).toBe('');
  });

  it('tells a missing disk as an error that readers know', () => {
    const { output, text } = memoryTerminal();
    jsonReporter(output).skip('The disk is not connected.');
    expect(JSON.parse(text())).toEqual({
      event: 'error',
      code: 'disk-missing',
      message: 'The disk is not connected.',
      advice: '',
      detail: '',
    });
  });

  it('says nothing that is no event', () => {
    const { output, text } = memoryTerminal();
    const reporter = jsonReporter(output);
    reporter.stopping();
    reporter.close();
    expect(text()).toBe('');
  });

  it('survives a reader that has gone', () => {
    const { output } = memoryTerminal();
    jsonReporter(output);
    expect(() => output.emit('error', new Error('EPIPE'))).not.toThrow();
  });
});
