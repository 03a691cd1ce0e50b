import { build } from 'esbuild';
import { join } from 'node:path';
import { GUEST_FILES } from './guest-files.js';
import type { GuestShell } from './guest-shell.js';

/** What runs in the guest beside our program: fakes of the parts of a desktop that need a person. */
export type GuestProgram = 'desktop' | 'polkit-agent';

const PROGRAMS: readonly GuestProgram[] = ['desktop', 'polkit-agent'];

/** Its Node.js runs them: the guest has no other. */
const RUNTIME = '/opt/rsync-system-backup/rsync-system-backup';

export const AS_NODE = { ELECTRON_RUN_AS_NODE: '1' } as const;

export async function installGuestPrograms(root: GuestShell): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: PROGRAMS.map((name) => join(GUEST_FILES, `${name}.ts`)),
    outdir: '/programs',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20.18',
    format: 'esm',
    // Native extras of dbus-next, which does without.
    external: ['usocket', 'x11'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  for (const { path, contents } of outputFiles) await root.put(pathInGuest(path), contents);
}

export function guestCommand(
  program: GuestProgram,
  ...args: readonly string[]
): readonly [string, ...string[]] {
  return [RUNTIME, pathInGuest(`/programs/${program}.mjs`), ...args];
}

function pathInGuest(path: string): string {
  return path.replace('/programs', '/usr/local/lib/rig');
}
