import { randomBytes } from 'node:crypto';
import type { RemoteMachine } from './remote-machine.js';

/**
 * Whoever reads the file finds the old one or the new one, whole: a line that is cut ends standard input early, so what has
 * come is counted before it gets its name. A symbolic link is never followed.
 */
const SCRIPT = String.raw`
set -e
umask 022
set -C
cat >"$2" || { rm -f -- "$2"; exit 1; }
if [ "$(wc -c <"$2")" -ne "$3" ]; then rm -f -- "$2"; exit 1; fi
if [ "$4" = durable ]; then sync -- "$2"; fi
mv -fT -- "$2" "$1"
if [ "$4" = durable ]; then sync -- "$5"; fi
`;

/**
 * @param directory that the file is in
 * @param durable true: it survives that the power goes
 */
export async function writeRemotely(
  machine: RemoteMachine,
  path: string,
  directory: string,
  input: Uint8Array,
  durable = false,
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const how = durable ? 'durable' : 'soon';
  const args = [path, temporary, String(input.length), how, directory];
  await machine.script(SCRIPT, args, directory, { input });
}
