import { describe, expect, it } from 'vitest';
import {
  comparisonArguments,
  rehearsalArguments,
  rsyncArguments,
  type TransferPlan,
} from '../../main/domain/rsync-arguments.js';

const PLAN: TransferPlan = {
  source: '/',
  destination: '/mnt/backup/latest',
  excludes: [],
  multiFs: false,
};

const SELECTION = [
  '--acls',
  '--archive',
  '--hard-links',
  '--numeric-ids',
  '--xattrs',
  '--sparse',
  '--one-file-system',
  '--filter=-/ /dev/',
  '--filter=-/ /home/*/.cache/',
  '--filter=-/ /media/',
  '--filter=-/ /mnt/',
  '--filter=-/ /proc/',
  '--filter=-/ /run/',
  '--filter=-/ /sys/',
  '--filter=-/ /tmp/',
  '--filter=-/ /var/cache/',
  '--filter=-/ /var/tmp/',
];

const OUT_FORMAT = '--out-format=%i %C %l %n';

describe('rsyncArguments', () => {
  it('has the original’s options, keeps holes, and asks for a report', () => {
    expect(rsyncArguments(PLAN)).toEqual([
      '--delete',
      '--delete-excluded',
      ...SELECTION,
      OUT_FORMAT,
      '--info=progress2',
      '--debug=NSTR1',
      '--stats',
      '--',
      '/',
      '/mnt/backup/latest/',
    ]);
  });

  it('crosses into other file systems on request', () => {
    expect(rsyncArguments({ ...PLAN, multiFs: true })).not.toContain('--one-file-system');
  });

  it('hands patterns on as they were given, after the excluded roots', () => {
    const excludes = ['/backups/', '-x', '$(reboot)', 'a b'];
    const given = rsyncArguments({ ...PLAN, excludes });
    const roots = given.indexOf('--filter=-/ /var/tmp/');
    expect(given.slice(roots + 1, roots + 5)).toEqual([
      '--exclude=/backups/',
      '--exclude=-x',
      '--exclude=$(reboot)',
      '--exclude=a b',
    ]);
  });

  it.each([
    ['keep', ['--partial-dir=.rsync-system-backup-partial', '--delete-delay']],
    ['drop', ['--filter=hide .rsync-system-backup-partial/']],
  ] as const)(
    'of a line that may break takes options to %s parts, after those of the line',
    (parts, options) => {
      const connection = ['--timeout=60'];
      const given = rsyncArguments({ ...PLAN, connection, parts });
      expect(given.slice(2, 3 + options.length)).toEqual([...connection, ...options]);
      expect(given.slice(3 + options.length)).toEqual(rsyncArguments(PLAN).slice(2));
    },
  );

  it.each([
    ['/', '/'],
    ['/home', '/home/'],
    ['/home/', '/home/'],
    ['/home///', '/home/'],
    ['/-rf', '/-rf/'],
    ['/a\nb', '/a\nb/'],
  ])('copies the contents of %j, not the directory itself', (source, argument) => {
    expect(rsyncArguments({ ...PLAN, source }).slice(-3)).toEqual([
      '--',
      argument,
      '/mnt/backup/latest/',
    ]);
  });
});

describe('rehearsalArguments', () => {
  it('is the real run without a change and without its progress', () => {
    const plan = { ...PLAN, excludes: ['*.iso'], multiFs: true };
    const onlyInTheRealRun = ['--info=progress2', '--debug=NSTR1'];
    expect(rehearsalArguments(plan)).toEqual([
      '--dry-run',
      ...rsyncArguments(plan).filter((argument) => !onlyInTheRealRun.includes(argument)),
    ]);
  });
});

describe('comparisonArguments', () => {
  it('compares everything, and looks for no deletions', () => {
    expect(comparisonArguments(PLAN, false)).toEqual([
      '--dry-run',
      ...SELECTION,
      OUT_FORMAT,
      '--',
      '/',
      '/mnt/backup/latest/',
    ]);
  });

  it('reads names from standard input, whatever characters they have', () => {
    expect(comparisonArguments(PLAN, true).slice(0, 3)).toEqual([
      '--dry-run',
      '--files-from=-',
      '--from0',
    ]);
  });

  it('leaves out what the real run leaves out', () => {
    const plan = { ...PLAN, excludes: ['/backups/'] };
    expect(comparisonArguments(plan, true)).toContain('--exclude=/backups/');
  });
});
