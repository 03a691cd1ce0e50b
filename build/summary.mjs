// Ends .ci/run: counts Vitest's results and the check.
// Arguments: the file of results, the exit code of the tests, the exit code of the check.
import { readFileSync } from 'node:fs';

const [results, tests, check] = process.argv.slice(2);
const { passed, failed } = countTests(readResults(results), tests === '0');
const failures = failed + (check === '0' ? 0 : 1);
console.log(`${passed} passed, ${failures} failed`);
process.exitCode = passed > 0 && failures === 0 ? 0 : 1;

/** A test that was skipped counts as failed, and so does a run that failed for any other reason. */
function countTests(files, succeeded) {
  const all = files.flatMap((file) => file.assertionResults);
  const passed = all.filter((test) => test.status === 'passed').length;
  const failed = all.length - passed + files.filter(brokeOutsideItsTests).length;
  return { passed, failed: failed === 0 && !succeeded ? 1 : failed };
}

function readResults(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).testResults;
  } catch (error) {
    console.error(`The results of the tests cannot be read: ${error.message}`);
    return [];
  }
}

function brokeOutsideItsTests(file) {
  return file.status === 'failed' && file.assertionResults.every((it) => it.status === 'passed');
}
