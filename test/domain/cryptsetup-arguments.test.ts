import { describe, expect, it } from 'vitest';
import { cryptsetupArguments, passphraseTries } from '../../main/domain/cryptsetup-arguments.js';
import { parseCrypttab, type CrypttabEntry } from '../../main/domain/crypttab.js';

function entryOf(options: string, keyFile = '/root/key'): CrypttabEntry {
  const [entry] = parseCrypttab(`backup UUID=0b6a ${keyFile} ${options}`);
  if (entry === undefined) throw new Error('It is no entry.');
  return entry;
}

function argumentsFor(options: string, keyFile?: string): string {
  const result = cryptsetupArguments(entryOf(options, keyFile), '/dev/sdb1');
  if (!result.ok) throw new Error(result.failure.title);
  return result.value.join(' ');
}

const BEFORE = 'open --type luks --tries 1';
const AFTER = '--key-file /root/key -- /dev/sdb1 backup';

describe('a line of crypttab', () => {
  it.each([
    ['luks', `${BEFORE} ${AFTER}`],
    ['luks,noauto,nofail,x-systemd.device-timeout=5,initramfs,loud', `${BEFORE} ${AFTER}`],
    ['none', `${BEFORE} ${AFTER}`],
    ['luks,readonly,discard', `${BEFORE} --readonly --allow-discards ${AFTER}`],
    ['luks,read-only', `${BEFORE} --readonly ${AFTER}`],
    ['luks,keyslot=1', `${BEFORE} --key-slot 1 ${AFTER}`],
    ['luks,key-slot=1', `${BEFORE} --key-slot 1 ${AFTER}`],
    ['luks,header=/boot/header', `${BEFORE} --header /boot/header ${AFTER}`],
    [
      'luks,keyfile-size=64,keyfile-offset=512',
      `${BEFORE} --keyfile-size 64 --keyfile-offset 512 ${AFTER}`,
    ],
    [
      'no-read-workqueue,no-write-workqueue,same-cpu-crypt,submit-from-crypt-cpus',
      `${BEFORE} --perf-no_read_workqueue --perf-no_write_workqueue --perf-same_cpu_crypt --perf-submit_from_crypt_cpus ${AFTER}`,
    ],
    ['luks,tries=5,timeout=90s', `${BEFORE} ${AFTER}`],
    // Its header has them.
    ['luks,cipher=aes-xts-plain64,size=512,hash=sha512,offset=1,skip=2', `${BEFORE} ${AFTER}`],
    [
      'plain,cipher=aes-xts-plain64,size=512,hash=sha512,offset=1,skip=2,sector-size=4096',
      `open --type plain --tries 1 --cipher aes-xts-plain64 --key-size 512 --hash sha512 --offset 1 --skip 2 --sector-size 4096 ${AFTER}`,
    ],
    ['plain,keyslot=1,keyfile-size=64', `open --type plain --tries 1 ${AFTER}`],
    [
      'tcrypt,veracrypt,tcrypthidden,tcrypt-system,veracrypt-pim=7',
      `open --type tcrypt --tries 1 --veracrypt --tcrypt-hidden --tcrypt-system --veracrypt-pim 7 ${AFTER}`,
    ],
    ['tcrypt-veracrypt', `open --type tcrypt --tries 1 --veracrypt ${AFTER}`],
    ['bitlk', `open --type bitlk --tries 1 ${AFTER}`],
  ])('with “%s” becomes “%s”', (options, expected) => {
    expect(argumentsFor(options)).toBe(expected);
  });

  it('without a key file takes the passphrase from standard input, all of it', () => {
    expect(argumentsFor('luks,keyfile-size=64', 'none')).toBe(
      `${BEFORE} --key-file - -- /dev/sdb1 backup`,
    );
  });

  it.each(['swap', 'tmp=ext4', 'keyscript=decrypt_derived', 'tpm2-device=auto', 'toString'])(
    'with the option “%s” is refused, for nobody knows what leaving it out would do',
    (option) => {
      const result = cryptsetupArguments(entryOf(`luks,${option}`), '/dev/sdb1');
      const [name] = option.split('=');
      expect(result).toMatchObject({
        ok: false,
        failure: {
          code: 'crypttab-option',
          title: `The encrypted disk “backup” has the option “${name ?? ''}” in /etc/crypttab, which this program does not know.`,
        },
      });
    },
  );

  it('with an option that lacks its value is refused', () => {
    const result = cryptsetupArguments(entryOf('luks,header='), '/dev/sdb1');
    expect(result).toMatchObject({
      failure: {
        title: 'The option “header” of the encrypted disk “backup” in /etc/crypttab needs a value.',
      },
    });
  });

  it.each([
    ['luks', 3],
    ['luks,tries=5', 5],
    ['luks,tries=0', 0],
    ['luks,tries=many', 3],
  ])('with “%s” has its passphrase asked for %i times', (options, tries) => {
    expect(passphraseTries(entryOf(options))).toBe(tries);
  });
});
