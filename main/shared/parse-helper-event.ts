import type { HelperEvent, RestoreSummary } from './helper-protocol.js';
import { readLine, readRunEvent } from './parse-run-event.js';
import { parsed, readNumber, readString } from './read-field.js';
import type { Parsed } from './read-field.js';

/** Reads one line of the helper's standard output. */
export function parseHelperEvent(line: string): Parsed<HelperEvent> {
  return parsed(() => {
    const record = readLine(line);
    const { event } = record as { readonly event?: unknown };
    switch (event) {
      case 'passphrase':
        return { event, disk: readString(record, 'disk'), attempt: readNumber(record, 'attempt') };
      case 'open':
        return { event };
      case 'restoring':
        return { event, bytes: readNumber(record, 'bytes'), of: readNumber(record, 'of') };
      // The helper is root's own and of the same package: what it answers is taken to be what the contract says.
      case 'restored':
        return { event, summary: record['summary'] as RestoreSummary };
      case 'answer':
        return { event, answer: record['answer'] as null };
      default:
        return readRunEvent(record);
    }
  });
}
