import type { FileSystemDefect } from '../../engine/ports.js';
import { PROBE_PREFIX, type StorePaths } from '../store/store-paths.js';
import type { RemoteMachine } from './remote-machine.js';

/** Names what does not work; in a directory of its own, which is gone afterwards. */
const SCRIPT = String.raw`
set -e
near=$1
while [ ! -d "$near" ]; do near=\${near%/*}; near=\${near:-/}; done
probe=$(mktemp -d -- "$near/$2XXXXXXXX")
trap 'rm --recursive --force -- "$probe"' EXIT
cd -- "$probe"
: >file
{ ln file link && [ "$(stat -c %h file)" = 2 ]; } 2>/dev/null || echo hard-links
{ ln -s nowhere symlink && [ -L symlink ]; } 2>/dev/null || echo symbolic-links
{ chmod 600 file && [ "$(stat -c %a file)" = 600 ] && chmod 751 file && [ "$(stat -c %a file)" = 751 ]; } 2>/dev/null || echo modes
{ : >a:b; } 2>/dev/null || echo colons
cd /
`.replaceAll('\\$', '$');

export async function probeRemotely(
  machine: RemoteMachine,
  { parent }: StorePaths,
): Promise<readonly FileSystemDefect[]> {
  const { output } = await machine.script(SCRIPT, [parent, PROBE_PREFIX], parent);
  return output.toString('latin1').split('\n').filter(isDefect);
}

function isDefect(text: string): text is FileSystemDefect {
  return ['hard-links', 'symbolic-links', 'modes', 'colons'].includes(text);
}
