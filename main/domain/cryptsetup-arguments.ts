import { failure, success, type Result } from '../shared/result.js';
import type { CrypttabEntry } from './crypttab.js';

type EncryptionType = 'luks' | 'plain' | 'tcrypt' | 'bitlk';

/** What an option of crypttab(5) is for cryptsetup(8), and for which types; elsewhere it is left out, as Debian does. */
interface Meaning {
  readonly argument: string;
  /** True: the option has a value, which the argument takes. */
  readonly takesValue?: boolean;
  /** All where absent. */
  readonly types?: readonly EncryptionType[];
}

const TYPES: ReadonlyMap<string, EncryptionType> = new Map(
  Object.entries<EncryptionType>({
    luks: 'luks',
    plain: 'plain',
    tcrypt: 'tcrypt',
    'tcrypt-hidden': 'tcrypt',
    'tcrypt-system': 'tcrypt',
    'tcrypt-veracrypt': 'tcrypt',
    bitlk: 'bitlk',
  }),
);

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  Object.entries<Meaning>({
    readonly: { argument: '--readonly' },
    discard: { argument: '--allow-discards' },
    'same-cpu-crypt': { argument: '--perf-same_cpu_crypt' },
    'submit-from-crypt-cpus': { argument: '--perf-submit_from_crypt_cpus' },
    'no-read-workqueue': { argument: '--perf-no_read_workqueue' },
    'no-write-workqueue': { argument: '--perf-no_write_workqueue' },
    header: { argument: '--header', takesValue: true, types: ['luks'] },
    'key-slot': { argument: '--key-slot', takesValue: true, types: ['luks'] },
    'keyfile-size': { argument: '--keyfile-size', takesValue: true, types: ['luks', 'bitlk'] },
    'keyfile-offset': {
      argument: '--keyfile-offset',
      takesValue: true,
      types: ['luks', 'plain', 'bitlk'],
    },
    cipher: { argument: '--cipher', takesValue: true, types: ['plain'] },
    size: { argument: '--key-size', takesValue: true, types: ['plain'] },
    hash: { argument: '--hash', takesValue: true, types: ['plain'] },
    offset: { argument: '--offset', takesValue: true, types: ['plain'] },
    skip: { argument: '--skip', takesValue: true, types: ['plain'] },
    'sector-size': { argument: '--sector-size', takesValue: true, types: ['plain'] },
    'tcrypt-hidden': { argument: '--tcrypt-hidden', types: ['tcrypt'] },
    'tcrypt-system': { argument: '--tcrypt-system', types: ['tcrypt'] },
    'tcrypt-veracrypt': { argument: '--veracrypt', types: ['tcrypt'] },
    'veracrypt-pim': { argument: '--veracrypt-pim', takesValue: true, types: ['tcrypt'] },
  }),
);

/** Debian's and systemd's names for the same. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'read-only': 'readonly',
    keyslot: 'key-slot',
    tcrypthidden: 'tcrypt-hidden',
    tcryptsystem: 'tcrypt-system',
    veracrypt: 'tcrypt-veracrypt',
  }),
);

/** They say when and how loudly a disk is unlocked, or who is asked how: nothing about the disk. `tries` is ours to count. */
const IGNORED: ReadonlySet<string> = new Set([
  ...['noauto', 'auto', 'nofail', '_netdev', 'initramfs', 'noearly', 'loud', 'quiet', 'tries'],
  ...['timeout', 'verify', 'check', 'checkargs', 'password-echo', 'headless', 'luks', 'plain'],
  ...['tcrypt', 'bitlk'],
]);

/**
 * What cryptsetup(8) is told to unlock a device as its line in crypttab(5) says, without a key file a passphrase on standard
 * input.
 *
 * @param device path of the device
 * @returns failure `crypttab-option` for an option that is not known: leaving it out could destroy data, as with `swap`
 */
export function cryptsetupArguments(
  { target, keyFile, options }: CrypttabEntry,
  device: string,
): Result<readonly string[]> {
  const settings = options.map(parseOption);
  const unknown = settings.find(({ name }) => !isKnown(name));
  if (unknown !== undefined) return failure(unknownOption(target, unknown.name));
  const incomplete = settings.find(({ name, value }) => takesValue(name) && value === '');
  if (incomplete !== undefined) return failure(missingValue(target, incomplete.name));
  const type = typeOf(settings.map(({ name }) => name));
  const translated = settings.flatMap(({ name, value }) => translate(name, value, type, keyFile));
  return success([
    ...['open', '--type', type, '--tries', '1', ...translated],
    ...['--key-file', keyFile ?? '-', '--', device, target],
  ]);
}

/** How often a passphrase is asked for (crypttab(5), tries); 0: until it is right. */
export function passphraseTries({ options }: CrypttabEntry): number {
  const given = options.map(parseOption).findLast(({ name }) => name === 'tries')?.value ?? '';
  return /^\d{1,9}$/.test(given) ? Number(given) : 3;
}

interface Setting {
  readonly name: string;
  readonly value: string;
}

function parseOption(option: string): Setting {
  const [given = '', ...rest] = option.split('=');
  return { name: OTHER_NAMES.get(given) ?? given, value: rest.join('=') };
}

function isKnown(name: string): boolean {
  return MEANINGS.has(name) || IGNORED.has(name) || name.startsWith('x-');
}

function takesValue(name: string): boolean {
  return MEANINGS.get(name)?.takesValue === true;
}

/** Nothing said: LUKS. Taken for `plain`, any passphrase would seem right. */
function typeOf(names: readonly string[]): EncryptionType {
  const [first] = names.flatMap((name) => TYPES.get(name) ?? []);
  return first ?? 'luks';
}

function translate(
  name: string,
  value: string,
  type: EncryptionType,
  keyFile: string | null,
): readonly string[] {
  const meaning = MEANINGS.get(name);
  if (meaning === undefined || meaning.types?.includes(type) === false) return [];
  // Where in a key file the key stands says nothing about a passphrase.
  if (keyFile === null && name.startsWith('keyfile-')) return [];
  return meaning.takesValue === true ? [meaning.argument, value] : [meaning.argument];
}

function unknownOption(target: string, name: string) {
  return {
    code: 'crypttab-option',
    title: `The encrypted disk “${target}” has the option “${name}” in /etc/crypttab, which this program does not know.`,
    advice: `Remove the option, or install cryptdisks_start (Debian package “cryptsetup”).`,
    detail: '',
  };
}

function missingValue(target: string, name: string) {
  return {
    code: 'crypttab-option',
    title: `The option “${name}” of the encrypted disk “${target}” in /etc/crypttab needs a value.`,
    advice: `Write it as “${name}=…”; crypttab(5) tells what it means.`,
    detail: '',
  };
}
