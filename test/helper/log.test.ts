import { describe, expect, it } from 'vitest';
import { logLine } from '../../main/helper/helper-log.js';
import { helperMachine, machineProfile, outcomeOf, TRUSTED } from '../support/root-helper.js';

describe('a line of the log', () => {
  it.each([
    ['new\nline', 'new\\#012line'],
    ['\u001b[31mred', '\\#033[31mred'],
    ['turned \u202e around', 'turned \\#342\\#200\\#256 around'],
    ['“Grüße” ☃', '“Grüße” ☃'],
    ['\\#012 in a name', '\\#012 in a name'],
  ])('shows “%s” on one line', (text, shown) => {
    expect(logLine(text)).toBe(shown);
  });

  it('has an end', () => {
    expect(logLine('x'.repeat(100_000))).toHaveLength(1001);
  });
});

describe('the system’s log', () => {
  it('has who called for what, the phases with their times, and the end', async () => {
    const machine = await helperMachine();
    await machine.shell(`mkdir ${TRUSTED}/source`);
    await machine.install(machineProfile());
    await machine.call('run', 'home');
    await machine.call('run', 'home', undefined, { environment: {} });
    expect(await machine.log()).toMatch(
      /^run “home” for the user with the number 47211\n(run “home”, \d+\.\d s: [^\n]+\n)+run “home”, \d+\.\d s: complete\nrun “home” ended with 0 after \d+\.\d s\nrun “home” for the user with the number 0\n/,
    );
  });

  it.each([
    ['is missing', 'rm /usr/local/sbin/logger; mount --bind /dev/null /usr/bin/logger'],
    ['dies', 'printf "#!/bin/sh\\nexit 1\\n" > /usr/local/sbin/logger'],
    ['reads nothing', 'printf "#!/bin/sh\\nexec <&-; exit 0\\n" > /usr/local/sbin/logger'],
  ])('that %s keeps nobody from a backup', async (_, script) => {
    const machine = await helperMachine();
    await machine.shell(`mkdir ${TRUSTED}/source; ${script}`);
    await machine.install(machineProfile());
    expect(outcomeOf(await machine.call('run', 'home'))).toBe('complete');
  });
});
