import { isAbsolute, join } from 'node:path';

export const BUS_NAMES = ['session', 'system'] as const;

export type BusName = (typeof BUS_NAMES)[number];

/** Where libraries look for the address of a bus. */
export const BUS_VARIABLES: Readonly<Record<BusName, string>> = {
  session: 'DBUS_SESSION_BUS_ADDRESS',
  system: 'DBUS_SYSTEM_BUS_ADDRESS',
};

/** null: it is not known, and up to the libraries to find. */
export type BusAddresses = Readonly<Record<BusName, string | null>>;

/** As libdbus finds them. @param isThere whether there is a file of that path */
export function busAddresses(
  environment: Readonly<Record<string, string | undefined>>,
  isThere: (path: string) => boolean,
): BusAddresses {
  const ofPerson = join(environment['XDG_RUNTIME_DIR'] ?? '', 'bus');
  const found = isAbsolute(ofPerson) && isThere(ofPerson) ? `unix:path=${escape(ofPerson)}` : null;
  return {
    session: environment[BUS_VARIABLES.session] || found,
    system: environment[BUS_VARIABLES.system] || 'unix:path=/run/dbus/system_bus_socket',
  };
}

/**
 * The socket of the first of several addresses that has one (D-Bus Specification, “Server Addresses”), as net.connect() takes it;
 * null: a bus like that is reached in other ways.
 */
export function socketOf(address: string): string | null {
  for (const one of address.split(';')) {
    const [transport, keys] = splitAt(one, ':');
    if (transport !== 'unix') continue;
    const values = new Map(keys.split(',').map((pair) => splitAt(pair, '=')));
    const path = values.get('path');
    if (path) return unescape(path);
    const abstract = values.get('abstract');
    if (abstract) return `\0${unescape(abstract)}`;
  }
  return null;
}

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function unescape(value: string): string {
  // latin1 has one character for each byte.
  const bytes = value.replace(/%([\da-f]{2})/gi, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** All but the “optionally-escaped bytes” of the specification. */
function escape(path: string): string {
  return [...Buffer.from(path)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[-\w/.*]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}
