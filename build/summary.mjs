// Ends .ci/run: counts Vitest's results and the check. Arguments: their exit codes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/root.mjs';

const [tests, check] = process.argv.slice(2).map(Number);
const { passed, failed } = countTests(tests === 0);
const failures = failed + (check === 0 ? 0 : 1);
console.log(`${passed} passed, ${failures} failed`);
process.exitCode = passed > 0 && failures === 0 ? 0 : 1;

/** A test that was skipped counts as failed, and so does a run that failed for any other reason. */
function countTests(succeeded) {
  const files = readResults();
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const unloadable = files.filter(isUnloadable).length;
  const failed = tests.length - passed + unloadable;
  return { passed, failed: failed === 0 && !succeeded ? 1 : failed };
}

function readResults() {
  try {
    return JSON.parse(readFileSync(join(ROOT, 'out/test-results.json'), 'utf8')).testResults;
  } catch (error) {
    console.error(`The results of the tests cannot be read: ${error.message}`);
    return [];
  }
}

/** A file that broke before, or outside, its tests. */
function isUnloadable(file) {
  return file.status === 'failed' && file.assertionResults.every((it) => it.status === 'passed');
}
