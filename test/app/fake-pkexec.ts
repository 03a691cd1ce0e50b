import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSystemFile, type PrivateNamespace } from '../support/private-namespace.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** What the person, or polkit, says to the question whether a program may run as root. */
export type Permission = 'granted' | 'dismissed' | 'not-authorized' | 'no-agent' | 'unanswered';

export interface FakePkexec {
  readonly answer: (permission: Permission) => Promise<void>;
  /** The verbs that were asked for so far, each with its profile. */
  readonly calls: () => readonly string[];
}

/**
 * A fake: a script in the place of pkexec(1) that grants or refuses without asking anybody, in the words and with the exit
 * values of the real one, which is in the tests of the virtual machine. /usr/bin must be changeable in the namespace.
 */
export async function fakePkexec(namespace: PrivateNamespace): Promise<FakePkexec> {
  const directory = await temporaryDirectory();
  const [permission, calls] = [join(directory, 'permission'), join(directory, 'calls')];
  await writeFile(calls, '');
  const answer = (given: Permission): Promise<void> => writeFile(permission, given);
  await answer('granted');
  const script = `#!/bin/sh
# A fake of pkexec(1).
[ "$1" = --disable-internal-agent ] || exit 99
shift
echo "$2 $3" >> ${calls}
refuse() {
  echo "Error executing command as another user: $2" >&2
  exit "$1"
}
case $(cat ${permission}) in
  dismissed) refuse 126 'Request dismissed' ;;
  not-authorized) refuse 127 'Not authorized' ;;
  no-agent) refuse 127 'No authentication agent found.' ;;
  unanswered) exec sleep infinity ;;
esac
if ! [ -e "$1" ]; then
  echo "Error accessing $1: No such file or directory" >&2
  exit 127
fi
PKEXEC_UID=0 exec "$@"
`;
  await writeProgram(namespace, '/usr/bin/pkexec', script);
  return {
    answer,
    calls: () => readFileSync(calls, 'utf8').split('\n').filter(Boolean),
  };
}

export async function writeProgram(
  namespace: PrivateNamespace,
  path: string,
  script: string,
): Promise<void> {
  await namespace.run('rm', ['--force', path]);
  await writeSystemFile(namespace, path, script);
  await namespace.run('chmod', ['755', path]);
}
