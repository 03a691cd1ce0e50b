// unlock-disk OPTIONS ANSWER...: unlocks a disk without a key file, with these answers to the question for its passphrase.
import { BackupError } from '../../main/shared/backup-error.js';
import { unlockEncryptedDisk } from '../../main/system/unlock-encrypted-disk.js';

const [, , options = '', ...answers] = process.argv;

const ENTRY = { target: 'backup', source: '/dev/sdb1', keyFile: null, line: 1 } as const;

async function main(): Promise<void> {
  const { signal } = new AbortController();
  const device = { path: '/dev/sdb1', content: null };
  const ask = (_disk: string, attempt: number): Promise<string> => {
    process.stdout.write(`${String(attempt)}\n`);
    return Promise.resolve(answers[attempt - 1] ?? '');
  };
  try {
    await unlockEncryptedDisk({ ...ENTRY, options: options.split(',') }, device, ask, signal);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    process.stderr.write(error.code);
    process.exitCode = 1;
  }
}

void main();
