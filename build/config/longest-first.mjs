import { basename } from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** Files of test/vm, the one that takes longest first: so none is left for one processor in the end. */
const ORDER = [
  ...['attacks', 'ended-runs', 'killed', 'plugged', 'pulled', 'helper-run', 'wrong-setup'],
  ...['how-to', 'authorization'],
].map((name) => `${name}.test.ts`);

export class LongestFirst extends BaseSequencer {
  sort(files) {
    // A file that is not named comes first.
    const place = ({ moduleId }) => ORDER.indexOf(basename(moduleId));
    return files.toSorted((a, b) => place(a) - place(b));
  }
}
