import { onTestFinished } from 'vitest';
import { AS_NODE, guestCommand } from './guest-programs.js';
import type { GuestShell } from './guest-shell.js';
import { PASSWORDS } from './guest-users.js';
import { startInSession } from './session.js';

export interface AskedAuthentication {
  readonly action: string;
  readonly message: string;
  readonly details: Readonly<Record<string, string>>;
  /** User ids of those whose password would do. */
  readonly users: readonly number[];
}

export interface PolkitAgent {
  /** What it was asked up to now. */
  readonly asked: () => Promise<readonly AskedAuthentication[]>;
  readonly stop: () => Promise<void>;
}

export type AgentAnswer = 'right' | 'wrong' | 'dismiss';

/**
 * Puts a fake person before polkit's questions in tester's session. The guest has no administrator but root, so it is
 * root's password that is asked for. Without an agent there is nobody to ask, as in every saved state.
 */
export async function startPolkitAgent(
  root: GuestShell,
  answer: AgentAnswer,
): Promise<PolkitAgent> {
  const session = await root.run('loginctl', [
    ...['show-user', 'tester', '--property=Display', '--value'],
  ]);
  const agent = await startInSession(root, {
    name: 'polkit-agent',
    command: guestCommand('polkit-agent', session.trim()),
    environment: { ...AS_NODE, ...answers(answer) },
  });
  onTestFinished(() => agent.stop());
  const output = agent.followOutput();
  await output.until((line) => line.includes('"ready"'));
  output.stop();
  return { asked: async () => askedIn(await agent.output()), stop: agent.stop };
}

function answers(answer: AgentAnswer): Readonly<Record<string, string>> {
  switch (answer) {
    case 'right':
      return { ANSWER: PASSWORDS.root };
    case 'wrong':
      return { ANSWER: 'not this one' };
    case 'dismiss':
      return {};
  }
}

function askedIn(output: string): readonly AskedAuthentication[] {
  return output
    .split('\n')
    .filter((line) => line.includes('"asked"'))
    .map((line) => JSON.parse(line) as AskedAuthentication);
}
