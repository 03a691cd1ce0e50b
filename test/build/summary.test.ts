import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'summary-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('the summary of a CI run', () => {
  const tests = (...statuses: string[]) => ({
    status: statuses.every((status) => status === 'passed') ? 'passed' : 'failed',
    assertionResults: statuses.map((status) => ({ status })),
  });

  it.each([
    ['all is well', [tests('passed', 'passed')], 0, 0, '2 passed, 0 failed', 0],
    ['a test fails', [tests('passed', 'failed')], 1, 0, '1 passed, 1 failed', 1],
    ['a test is skipped', [tests('passed', 'skipped')], 0, 0, '1 passed, 1 failed', 1],
    ['a test is still to be written', [tests('passed', 'todo')], 0, 0, '1 passed, 1 failed', 1],
    ['the check fails', [tests('passed')], 0, 1, '1 passed, 1 failed', 1],
    ['nothing ran', [], 0, 0, '0 passed, 0 failed', 1],
    ['an error escapes from all tests', [tests('passed')], 1, 0, '1 passed, 1 failed', 1],
    [
      'a file cannot be loaded',
      [tests('passed'), { status: 'failed', assertionResults: [] }],
      ...[1, 0, '1 passed, 1 failed', 1],
    ],
  ])('counts truthfully when %s', (_when, testResults, testsCode, checkCode, line, exitCode) => {
    const path = join(directory, 'results.json');
    writeFileSync(path, JSON.stringify({ testResults }));
    expect(summarise(path, testsCode, checkCode)).toEqual({ line, exitCode });
  });

  it('adds up several runs', () => {
    const [first, second] = [join(directory, 'first.json'), join(directory, 'second.json')];
    writeFileSync(first, JSON.stringify({ testResults: [tests('passed', 'passed')] }));
    writeFileSync(second, JSON.stringify({ testResults: [tests('passed', 'failed')] }));
    const line = '3 passed, 1 failed';
    expect(summarise(first, 0, second, 1, 0)).toEqual({ line, exitCode: 1 });
    expect(summarise(second, 1, first, 0, 0)).toEqual({ line, exitCode: 1 });
  });

  it('is not content with one run where another did not take place', () => {
    const [first, second] = [join(directory, 'first.json'), join(directory, 'missing.json')];
    writeFileSync(first, JSON.stringify({ testResults: [tests('passed')] }));
    expect(summarise(first, 0, second, 0, 0)).toEqual({ line: '1 passed, 0 failed', exitCode: 1 });
  });

  it('counts missing results as a failure', () => {
    const path = join(directory, 'missing.json');
    expect(summarise(path, 1, 0)).toEqual({ line: '0 passed, 1 failed', exitCode: 1 });
  });
});

function summarise(...args: readonly unknown[]) {
  const program = join(import.meta.dirname, '../../build/summary.mjs');
  const run = spawnSync(process.execPath, [program, ...args.map(String)], { encoding: 'utf8' });
  return { line: run.stdout.trimEnd().split('\n').at(-1), exitCode: run.status };
}
