import { expect, it } from 'vitest';
import { sshFailure } from '../../main/domain/ssh-failure.js';

it.each(['Permission denied (publickey).', 'Host key verification failed.'])(
  'says whose ssh it is that was refused: %s',
  (complaint) => {
    const root = sshFailure(complaint, 'nas', true).advice;
    const person = sshFailure(complaint, 'nas', false).advice;
    expect(root).toContain('as root, who runs the backup');
    expect(person).toContain('as the user who runs the backup');
    // That is the command's language, and the application has the same advice.
    for (const advice of [root, person]) expect(advice).not.toMatch(/--|THE_USER/);
  },
);
