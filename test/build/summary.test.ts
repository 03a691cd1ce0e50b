import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'summary-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the summary of a CI run', () => {
  const tests = (...statuses: string[]) => ({
    name: resolve('test/a.test.ts'),
    status: statuses.every((status) => status === 'passed') ? 'passed' : 'failed',
    message: '',
    assertionResults: statuses.map((status) => ({
      ...{ status, fullName: `is ${status}` },
      failureMessages: status === 'failed' ? ['\u001B[31mIt is not.\u001B[39m\n  at a'] : [],
    })),
  });
  const broken = { ...tests(), status: 'failed', message: 'Its import is missing.' };

  it.each([
    ['all is well', [tests('passed', 'passed')], 0, 0, '2 passed, 0 failed', 0],
    ['a test fails', [tests('passed', 'failed')], 1, 0, '1 passed, 1 failed', 1],
    ['a test is skipped', [tests('passed', 'skipped')], 0, 0, '1 passed, 1 failed', 1],
    ['a test is still to be written', [tests('passed', 'todo')], 0, 0, '1 passed, 1 failed', 1],
    ['the check fails', [tests('passed')], 0, 1, '1 passed, 1 failed', 1],
    ['nothing ran', [], 0, 0, '0 passed, 0 failed', 1],
    ['an error escapes from all tests', [tests('passed')], 1, 0, '1 passed, 1 failed', 1],
    ['a file cannot be loaded', [tests('passed'), broken], ...[1, 0, '1 passed, 1 failed', 1]],
  ])('counts truthfully when %s', (_when, testResults, testsCode, checkCode, line, exitCode) => {
    const path = join(directory, 'results.json');
    writeFileSync(path, JSON.stringify({ testResults }));
    expect(summarise(path, testsCode, checkCode)).toMatchObject({ line, exitCode });
  });

  it('names what failed, and says why, in the end, where a log that is cut still has it', () => {
    const [first, second] = [join(directory, 'first.json'), join(directory, 'second.json')];
    writeFileSync(first, JSON.stringify({ testResults: [tests('passed', 'failed', 'skipped')] }));
    writeFileSync(second, JSON.stringify({ testResults: [broken] }));
    expect(summarise(first, 1, second, 1, 0).said).toEqual([
      ...['failed: test/a.test.ts: is failed', '  It is not.', '    at a'],
      ...['failed: test/a.test.ts: is skipped', '  skipped'],
      ...['failed: test/a.test.ts', '  Its import is missing.'],
      '1 passed, 3 failed',
    ]);
  });

  it('adds up several runs', () => {
    const [first, second] = [join(directory, 'first.json'), join(directory, 'second.json')];
    writeFileSync(first, JSON.stringify({ testResults: [tests('passed', 'passed')] }));
    writeFileSync(second, JSON.stringify({ testResults: [tests('passed', 'failed')] }));
    const line = '3 passed, 1 failed';
    expect(summarise(first, 0, second, 1, 0)).toMatchObject({ line, exitCode: 1 });
    expect(summarise(second, 1, first, 0, 0)).toMatchObject({ line, exitCode: 1 });
  });

  it('is not content with one run where another did not take place', () => {
    const [first, second] = [join(directory, 'first.json'), join(directory, 'missing.json')];
    writeFileSync(first, JSON.stringify({ testResults: [tests('passed')] }));
    const line = '1 passed, 0 failed';
    expect(summarise(first, 0, second, 0, 0)).toMatchObject({ line, exitCode: 1 });
  });

  it('counts missing results as a failure', () => {
    const path = join(directory, 'missing.json');
    expect(summarise(path, 1, 0)).toMatchObject({ line: '0 passed, 1 failed', exitCode: 1 });
  });
});

function summarise(...args: readonly unknown[]) {
  const program = join(import.meta.dirname, '../../build/summary.mjs');
  const run = spawnSync(process.execPath, [program, ...args.map(String)], { encoding: 'utf8' });
  const said = run.stdout.trimEnd().split('\n');
  return { said, line: said.at(-1), exitCode: run.status };
}
