import type { GuestShell } from './guest-shell.js';

/** On a disk, because programs in /run may not be started. */
const DIRECTORY = '/var/lib/rig';

export interface HeldProgram {
  /** Settles when it has been started, and waits. */
  readonly held: () => Promise<void>;
  /** Lets it go on, and later ones start at once. */
  readonly release: () => Promise<void>;
}

/**
 * Until its release, or until the guest's power goes, a program that is started with `argument` in its command line waits
 * before it does anything: what a run starts is over sooner than anybody outside could stop it.
 */
export async function holdProgram(
  root: GuestShell,
  path: string,
  argument: string,
): Promise<HeldProgram> {
  const [started, released] = ['started', 'released'].map((name) => `${DIRECTORY}/${name}`);
  await root.script(
    `mkdir -p ${DIRECTORY}; cd ${DIRECTORY}; rm -f started released; mkfifo started released`,
  );
  const lines = `
    case "$*" in *${argument}*) echo > ${started}; read -r line < ${released} ;; esac
    exec "$REAL" "$@"`;
  const remove = await interpose(root, path, lines);
  return {
    held: async () => {
      await root.script(`read -r line < ${started}`, { timeout: 300_000 });
    },
    release: async () => {
      // It may have been ended meanwhile.
      await root.script(`timeout 5 sh -c 'echo > ${released}' || true`);
      await remove();
    },
  };
}

/**
 * Makes rsync copy a megabyte in some seconds, until what is returned is called, or until the guest's power goes: time
 * enough to do something to it.
 */
export function slowRsync(root: GuestShell): Promise<() => Promise<void>> {
  return interpose(root, '/usr/bin/rsync', 'exec "$REAL" --bwlimit=200 "$@"');
}

/** Puts lines of sh before a program, which they know as $REAL. */
async function interpose(
  root: GuestShell,
  path: string,
  lines: string,
): Promise<() => Promise<void>> {
  const name = path.replace(/.*\//, '');
  const [real, script] = [`${DIRECTORY}/real/${name}`, `${DIRECTORY}/${name}`];
  await root.put(script, `#!/bin/sh\nREAL=${real}\n${lines}\n`, '755');
  await root.script(
    `mkdir -p ${DIRECTORY}/real; cp ${path} ${real}; mount --bind ${script} ${path}`,
  );
  return async () => {
    await root.run('umount', ['--lazy', path]);
  };
}
