import { describe, expect, it } from 'vitest';
import { pkexecEnding } from '../../main/domain/pkexec-ending.js';

/** As pkexec of polkit 122 prints them. */
const AS_ANOTHER_USER = 'Error executing command as another user: ';

describe('pkexecEnding', () => {
  it('knows a closed question by the exit value', () => {
    expect(pkexecEnding(126, `${AS_ANOTHER_USER}Request dismissed\n`)).toEqual({
      kind: 'dismissed',
    });
  });

  it.each([
    [`${AS_ANOTHER_USER}Not authorized\n\nThis incident has been reported.\n`, 'not-authorized'],
    [`${AS_ANOTHER_USER}No authentication agent found.\n`, 'no-authentication-agent'],
    [
      'Error accessing /usr/libexec/rsync-system-backup-helper: No such file or directory\n',
      'helper-missing',
    ],
    [
      'Error getting authority: Error initializing authority: Could not connect: No such file or directory\n',
      'polkit-unavailable',
    ],
    ['pkexec must be setuid root\n', 'polkit-unavailable'],
    ['something new', 'helper-not-started'],
    ['', 'helper-not-started'],
  ])('knows %j as %s', (complaint, code) => {
    const ending = pkexecEnding(127, complaint);
    expect(ending).toMatchObject({ kind: 'refused', failure: { code, detail: complaint.trim() } });
  });
});
