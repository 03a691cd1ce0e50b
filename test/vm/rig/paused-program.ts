import type { Guest } from './guest.js';

export interface PausedProgram {
  readonly resume: () => Promise<void>;
}

/** Waits for a program that a run starts, and stops all of its processes where they are. */
export async function pauseProgram(guest: Guest, name: string): Promise<PausedProgram> {
  await guest.root.run('/usr/local/lib/rig/stop-program', [name], { timeout: 300_000 });
  return {
    resume: async () => {
      await guest.root.attempt('pkill', ['--signal', 'CONT', '--exact', name]);
    },
  };
}

/** From now on a program that is started with `argument` in its command line stops at once, for pauseProgram to find. */
export async function stopAtStart(guest: Guest, name: string, argument: string): Promise<void> {
  const path = `/usr/bin/${name}`;
  await guest.root.run('mv', [path, `${path}.real`]);
  const script = `#!/bin/sh
case "$*" in *${argument}*) kill -STOP $$ ;; esac
exec ${path}.real "$@"
`;
  await guest.root.put(path, script, '755');
}
