// Ends .ci/run: names what failed, and counts Vitest's results and the check.
// Arguments: for each run of tests the file of its results and its exit code, then the exit code of the check.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Lines of each failure, of which there may be many: whole they are further above. */
const LINES = 12;

const runs = process.argv.slice(2);
const check = runs.pop();
const results = pairs(runs).map(([path, exitCode]) => [readResults(path), exitCode === '0']);
for (const [files] of results) files.forEach(nameFailures);
const counts = results.map(([files, succeeded]) => countTests(files, succeeded));
const passed = sum(counts.map((count) => count.passed));
const failures = sum(counts.map((count) => count.failed)) + (check === '0' ? 0 : 1);
const allRan = counts.every((count) => count.passed > 0);
console.log(`${passed} passed, ${failures} failed`);
process.exitCode = allRan && failures === 0 ? 0 : 1;

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

function nameFailures(file) {
  const name = relative('.', file.name);
  if (brokeOutsideItsTests(file)) tellFailure(name, file.message);
  for (const test of file.assertionResults.filter(({ status }) => status !== 'passed')) {
    tellFailure(`${name}: ${test.fullName}`, test.failureMessages.join('\n') || test.status);
  }
}

function tellFailure(what, message) {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, LINES);
  console.log(`failed: ${[what, ...lines].join('\n  ')}`);
}

function brokeOutsideItsTests(file) {
  return file.status === 'failed' && file.assertionResults.every((it) => it.status === 'passed');
}

function pairs(list) {
  return list.length === 0 ? [] : [list.slice(0, 2), ...pairs(list.slice(2))];
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
