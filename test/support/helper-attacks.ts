import { DEFAULT_REMOTE_CHOICES as REMOTE } from '../../main/shared/remote-choices.js';
import { LONGEST_REQUEST } from '../../main/shared/helper-protocol.js';

/** What an ordinary user may try on the helper, and how it refuses. Used where there is no polkit, and where there is. */

/** Arguments of the helper, and the code of its error. */
export const REFUSED_ARGUMENTS: readonly (readonly [string, readonly string[], string])[] = [
  ['no argument', [], 'invalid-call'],
  ['no id', ['run'], 'invalid-call'],
  ['a third argument', ['run', 'home', '--inspect'], 'invalid-call'],
  ['an unknown verb', ['shell', 'home'], 'invalid-call'],
  ['a verb in capitals', ['RUN', 'home'], 'invalid-call'],
  ['a verb with a space', ['run ', 'home'], 'invalid-call'],
  ['a property of every object as verb', ['constructor', 'home'], 'invalid-call'],
  ['an option of Node.js as verb', ['--eval=0', 'home'], 'invalid-call'],
  ['an empty id', ['run', ''], 'invalid-call'],
  ['an id that leads up', ['run', '../home'], 'invalid-call'],
  ['an id that leads down', ['run', 'x/home'], 'invalid-call'],
  ['an absolute path as id', ['run', '/tmp/home'], 'invalid-call'],
  ['an id with a dot', ['run', 'home.json'], 'invalid-call'],
  ['an id in capitals', ['run', 'HOME'], 'invalid-call'],
  ['an id with a line break', ['run', 'home\n'], 'invalid-call'],
  ['an id with a letter of another alphabet', ['run', 'hоme'], 'invalid-call'],
  ['an id with a quote', ['run', 'home";'], 'invalid-call'],
  ['an id with a shell in it', ['run', '$(id)'], 'invalid-call'],
  ['an id of 65 characters', ['run', 'a'.repeat(65)], 'invalid-call'],
  ['a huge id', ['run', 'a'.repeat(100_000)], 'invalid-call'],
  ['an option of Node.js as id', ['run', '--inspect'], 'profile-missing'],
  ['another option of Node.js as id', ['run', '--v8-options'], 'profile-missing'],
  ['an id of dashes', ['run', '--'], 'profile-missing'],
  ['an id that nobody installed', ['run', 'nobody'], 'profile-missing'],
];

/** Variables that would make a shell, the loader, Node.js or Electron do something else. */
export function hostileEnvironment(directory: string): Readonly<Record<string, string>> {
  return {
    PKEXEC_UID: '47211',
    PATH: directory,
    NODE_OPTIONS: `--require=${directory}/intruder.cjs`,
    NODE_PATH: directory,
    NODE_REPL_EXTERNAL_MODULE: `${directory}/intruder.cjs`,
    BASH_ENV: `${directory}/intruder.sh`,
    ENV: `${directory}/intruder.sh`,
    HOME: directory,
    IFS: '/',
    PS4: `$(touch ${directory}/intruded)`,
    SHELLOPTS: 'xtrace',
    OWN_MOUNTS: 'no',
    ELECTRON_RUN_AS_NODE: '',
    ELECTRON_OVERRIDE_DIST_PATH: directory,
    RSYNC_RSH: `${directory}/intruder.sh`,
    LC_ALL: 'tr_TR.UTF-8',
    TMPDIR: directory,
  };
}

/** Makes every program of `hostileEnvironment`: it leaves `intruded` behind when it is started. */
export function plantIntruders(directory: string): string {
  const script = `#!/bin/sh\\ntouch ${directory}/intruded\\n`;
  return `
    mkdir -p ${directory}
    printf '${script}' > ${directory}/intruder.sh
    printf "require('fs').writeFileSync('${directory}/intruded', '');\\n" > ${directory}/intruder.cjs
    for name in env unshare node rsync cp mount logger setpriv sh; do
      printf '${script}' > ${directory}/$name
    done
    chmod -R 755 ${directory}
    printf '*.cjs\\n' > ${directory}/.cvsignore
  `;
}

/** A first line that is refused: what it is, the verb, the line, the code of the error. */
export function refusedRequests(
  snapshot: string,
): readonly (readonly [string, string, string | Uint8Array, string])[] {
  const invalid = 'invalid-request';
  const browse = (path: unknown, more = {}): string => JSON.stringify({ snapshot, path, ...more });
  const restore = ({
    paths = ['letters'],
    ...changes
  }: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({
      parts: [{ snapshot, paths }],
      target: '/mnt/target',
      conflict: 'keep-both',
      keepReplaced: false,
      ...changes,
    });
  const remove = (...snapshots: readonly string[]): string => JSON.stringify({ snapshots });
  const part = (path: string, more = {}): object => ({ snapshot, paths: [path], ...more });
  return [
    ['no JSON', 'browse', 'letters', invalid],
    ['an empty line', 'browse', '', invalid],
    ['half of a request', 'browse', '{"snapshot":', invalid],
    ['two requests in a line', 'browse', `${browse('')}${browse('')}`, invalid],
    ['null', 'browse', 'null', invalid],
    ['a list', 'browse', `[${browse('')}]`, invalid],
    ['a text', 'browse', '"letters"', invalid],
    ['bytes that are no UTF-8', 'browse', Buffer.from([0x22, 0xff, 0xfe, 0x22]), invalid],
    ['a byte order mark', 'browse', `\ufeff${browse('')}`, invalid],
    ['an oversized line', 'browse', browse('a'.repeat(LONGEST_REQUEST)), invalid],
    ['deeply nested lists', 'browse', '['.repeat(500_000), invalid],
    ['a field too many', 'browse', browse('', { mode: 4095 }), invalid],
    ['a prototype', 'browse', `{"snapshot":"${snapshot}","path":"","__proto__":{"x":1}}`, invalid],
    ['a number for a path', 'browse', browse(7), invalid],
    ['a path upwards', 'browse', browse('..'), invalid],
    ['a path down and up', 'browse', browse('letters/../../..'), invalid],
    ['an absolute path', 'browse', browse('/etc'), invalid],
    ['an empty name', 'browse', browse('letters//'), invalid],
    ['a dot', 'browse', browse('letters/.'), invalid],
    ['an escaped slash', 'browse', browse('letters\\#057..\\#057..'), invalid],
    ['escaped dots', 'browse', browse('\\#056\\#056'), invalid],
    ['an escaped NUL', 'browse', browse('letters\\#000'), invalid],
    ['a NUL', 'browse', browse('letters\0'), invalid],
    ['a name of 256 bytes', 'browse', browse('a'.repeat(256)), invalid],
    ['what is not there', 'browse', browse('nothing'), 'not-in-snapshot'],
    ['a file as a directory', 'browse', browse('photo'), 'not-in-snapshot'],
    ['a link to a directory', 'browse', browse('link-to-etc'), 'not-in-snapshot'],
    ['a way over a link', 'browse', browse('link-to-etc/ssh'), 'not-in-snapshot'],
    ['a link upwards', 'browse', browse('link-upwards'), 'not-in-snapshot'],
    ['no snapshot', 'browse', JSON.stringify({ snapshot: '', path: '' }), 'snapshot-missing'],
    ['latest', 'browse', JSON.stringify({ snapshot: 'latest', path: '' }), 'snapshot-missing'],
    ['the catalog', 'remove-snapshot', remove('.rsync-system-backup'), invalid],
    ['a path to remove', 'remove-snapshot', remove('../source'), invalid],
    ['an absolute path to remove', 'remove-snapshot', remove('/etc'), invalid],
    ['nothing to remove', 'remove-snapshot', remove(), invalid],
    ['one to remove twice', 'remove-snapshot', remove(snapshot, snapshot), invalid],
    ['a path beside a good one', 'remove-snapshot', remove(snapshot, '../source'), invalid],
    [
      'too many to remove',
      'remove-snapshot',
      remove(...Array.from({ length: 10_001 }, (_, index) => `x${String(index)}`)),
      invalid,
    ],
    ['a text to remove', 'remove-snapshot', JSON.stringify({ snapshots: snapshot }), invalid],
    ['a number to remove', 'remove-snapshot', JSON.stringify({ snapshots: [7] }), invalid],
    ['one by itself', 'remove-snapshot', JSON.stringify({ snapshot }), invalid],
    ['a way over it', 'remove-snapshot', remove(`${snapshot}/../latest`), invalid],
    [
      'a path to pin',
      'pin',
      '{"snapshot":"../../etc/passwd","pinned":true,"note":null}',
      'snapshot-missing',
    ],
    ['the snapshot itself to preview', 'preview', browse(''), invalid],
    ['a path upwards to preview', 'preview', browse('letters/../../../etc/shadow'), invalid],
    ['an absolute path to preview', 'preview', browse('/etc/shadow'), invalid],
    ['how much of a file', 'preview', browse('photo', { bytes: 2 ** 53 }), invalid],
    ['what is not there to preview', 'preview', browse('nothing'), 'not-in-snapshot'],
    ['a file in a file', 'preview', browse('photo/x'), 'not-in-snapshot'],
    ['a file over a link', 'preview', browse('link-to-etc/shadow'), 'not-in-snapshot'],
    [
      'a file of latest',
      'preview',
      JSON.stringify({ snapshot: 'latest', path: 'photo' }),
      'snapshot-missing',
    ],
    ['versions of everything', 'versions', '{"path":""}', invalid],
    ['versions of a path upwards', 'versions', '{"path":"../latest"}', invalid],
    ['versions in one snapshot', 'versions', browse('photo'), invalid],
    ['nothing to restore', 'restore', restore({ parts: [] }), invalid],
    ['a snapshot twice', 'restore', restore({ parts: [part('photo'), part('letters')] }), invalid],
    [
      'a field too many in a part',
      'restore',
      restore({ parts: [part('photo', { target: '/' })] }),
      invalid,
    ],
    [
      'traces of a restore',
      'restore',
      restore({ traces: [{ target: '/etc', directory: [], workspace: 'x' }] }),
      invalid,
    ],
    ['no path to restore', 'restore', restore({ paths: [] }), invalid],
    ['the snapshot itself', 'restore', restore({ paths: [''] }), invalid],
    ['the same twice', 'restore', restore({ paths: ['photo', 'photo'] }), invalid],
    [
      '10,001 paths',
      'restore',
      restore({ paths: Array.from({ length: 10_001 }, String) }),
      invalid,
    ],
    ['a path upwards to restore', 'restore', restore({ paths: ['../latest'] }), invalid],
    ['an unknown rule', 'restore', restore({ conflict: 'overwrite' }), invalid],
    ['what is not in the snapshot', 'restore', restore({ paths: ['none'] }), 'not-in-snapshot'],
    ['over a link', 'restore', restore({ paths: ['link-to-etc/passwd'] }), 'not-in-snapshot'],
    ['a relative target', 'restore', restore({ target: 'target' }), 'invalid-target'],
    ['a target upwards', 'restore', restore({ target: '/mnt/target/..' }), 'invalid-target'],
    ['an option as target', 'restore', restore({ target: '--help' }), 'invalid-target'],
    ['a target with a NUL', 'restore', restore({ target: '/mnt/target\0/x' }), 'invalid-target'],
    ['a target that is not there', 'restore', restore({ target: '/mnt/none' }), 'target-missing'],
    ['a target that is a file', 'restore', restore({ target: '/etc/fstab' }), 'target-missing'],
    ['a target over a link', 'restore', restore({ target: '/mnt/link/x' }), 'target-missing'],
    ['a target that is a link', 'restore', restore({ target: '/mnt/link' }), 'target-missing'],
    ['the backup', 'restore', restore({ target: '/mnt/backups/latest' }), 'target-forbidden'],
    ['/proc', 'restore', restore({ target: '/proc' }), 'target-forbidden'],
    ['/sys', 'restore', restore({ target: '/sys/kernel' }), 'target-forbidden'],
    ['/dev', 'restore', restore({ target: '/dev/shm' }), 'target-forbidden'],
    ['/run', 'restore', restore({ target: '/run' }), 'target-forbidden'],
  ];
}

/** A profile that is refused to be installed: what it has, the changes to a good one, the code of the error. */
export const REFUSED_PROFILES: readonly (readonly [string, object, string])[] = [
  ['another id', { id: 'other' }, 'invalid-request'],
  ['an id that is a path', { id: '../home' }, 'invalid-request'],
  ['a field too many', { command: 'reboot' }, 'invalid-request'],
  ['a field too many further in', { rotation: { hook: 'reboot' } }, 'invalid-request'],
  ['no name', { name: ' ' }, 'invalid-request'],
  ['a name with a line break', { name: 'Home\nroot' }, 'invalid-request'],
  ['a relative source', { source: 'home' }, 'invalid-request'],
  ['a source with a NUL', { source: '/mnt/source\0' }, 'invalid-request'],
  ['a source behind a link', { source: '/mnt/link' }, 'source-is-a-link'],
  ['a source with a way up', { source: '/mnt/source/../source' }, 'source-is-a-link'],
  ['an option as destination', { destination: '--rsh=reboot' }, 'invalid-request'],
  ['an rsync daemon as destination', { destination: 'host::x/latest' }, 'destination-unproven'],
  ['a host without a directory', { destination: 'host:' }, 'destination-is-root'],
  ['a host that is an option', { destination: 'x@-oX=y:/x/latest' }, 'invalid-destination'],
  ['a tunnel that is an option', { remote: { ...REMOTE, tunnel: '-oX=y' } }, 'invalid-request'],
  ['a rate that is an option', { remote: { ...REMOTE, bandwidth: '1 --x' } }, 'invalid-request'],
  ['a relative destination', { destination: 'x/latest' }, 'destination-not-canonical'],
  ['a destination with a way up', { destination: '/mnt/x/../latest' }, 'destination-not-canonical'],
  ['the root as destination', { destination: '/' }, 'destination-not-canonical'],
  ['a destination in /tmp', { destination: '/tmp/x/latest' }, 'destination-untrusted'],
  ['a destination of a user', { destination: '/mnt/users/x/latest' }, 'destination-untrusted'],
  ['a destination behind a link', { destination: '/mnt/link/x/latest' }, 'destination-untrusted'],
  ['a mount point in /tmp', { mountPoint: '/tmp/disk' }, 'destination-untrusted'],
  ['a mount point of a user', { mountPoint: '/mnt/users' }, 'destination-untrusted'],
  ['a mount point with a way up', { mountPoint: '/mnt/../mnt' }, 'invalid-request'],
  ['the root as mount point', { mountPoint: '/' }, 'invalid-request'],
  ['a path as encrypted disk', { cryptoName: '../sda' }, 'invalid-request'],
  ['an option as encrypted disk', { cryptoName: '--help' }, 'invalid-request'],
  ['an exclude that clears all', { excludes: ['!'] }, 'invalid-exclude'],
  ['a rotation that keeps nothing', { rotation: { scheme: {} } }, 'invalid-request'],
];

/** What becomes of a good profile's file ($FILE, in $DIRECTORY), and the code of the error. */
export const SPOILED_PROFILES: readonly (readonly [string, string, string])[] = [
  ['missing', 'rm $FILE', 'profile-missing'],
  ['missing with its directory', 'rm -r $DIRECTORY', 'profile-missing'],
  ['a symbolic link', 'mv $FILE $FILE.x; ln -s $FILE.x $FILE', 'profile-untrusted'],
  ['a symbolic link to nowhere', 'rm $FILE; ln -s /nowhere $FILE', 'profile-untrusted'],
  ['a directory', 'rm $FILE; mkdir $FILE', 'profile-untrusted'],
  ['a FIFO', 'rm $FILE; mkfifo $FILE', 'profile-untrusted'],
  ['a device', 'rm $FILE; mknod $FILE c 1 5', 'profile-untrusted'],
  ['a user’s own', 'chown 47211 $FILE', 'profile-untrusted'],
  ['writable for a group', 'chmod g+w $FILE', 'profile-untrusted'],
  ['writable for everybody', 'chmod o+w $FILE', 'profile-untrusted'],
  ['writable by an access control list', 'setfacl -m u:47211:rw $FILE', 'profile-untrusted'],
  ['in a directory of a user', 'chown 47211 $DIRECTORY', 'profile-untrusted'],
  ['in a directory writable for all', 'chmod 1777 $DIRECTORY', 'profile-untrusted'],
  ['below a directory of a user', 'chown 47211 $DIRECTORY/..', 'profile-untrusted'],
  ['below /etc writable for a group', 'chmod g+w /etc', 'profile-untrusted'],
  [
    'in a directory behind a link',
    'mv $DIRECTORY /mnt/profiles; ln -s /mnt/profiles $DIRECTORY',
    'profile-untrusted',
  ],
  ['huge', 'head -c 10000000 /dev/zero | tr "\\0" " " >> $FILE', 'profile-untrusted'],
  ['endless', 'rm $FILE; ln -s /dev/zero $FILE', 'profile-untrusted'],
  ['empty', ': > $FILE', 'profile-invalid'],
  ['not UTF-8', 'printf "\\377" >> $FILE', 'profile-invalid'],
  ['half written', 'truncate -s 100 $FILE', 'profile-invalid'],
  ['of another id', 'sed -i s/home/other/ $FILE', 'profile-invalid'],
  ['without a version', 'sed -i s/version/aversion/ $FILE', 'profile-invalid'],
  ['of a later version', 'sed -i \'s/"version":1/"version":2/\' $FILE', 'profile-invalid'],
];
